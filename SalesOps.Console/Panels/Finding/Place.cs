using Radzen;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.UseCases.Views;

namespace SalesOps.Console.Panels.Finding;

/// <summary>Something the finder leads to.</summary>
/// <param name="Group">The text <c>Find_</c> with this code is the group's name.</param>
/// <param name="Section">The section to go to; null for none.</param>
/// <param name="Press">What is pressed there, as a selector; null for nothing.</param>
/// <param name="Address">Where to go instead; null to stay on the page.</param>
/// <param name="Note">Shown beside the label, and looked in too.</param>
/// <param name="Leave">Whose leave to open; null for nobody's.</param>
/// <param name="OnlyTyped">One of so many that it is shown to those alone who type for it.</param>
/// <param name="PressNext">What is pressed after <paramref name="Press"/>, once it is there.</param>
/// <param name="CustomerId">The customer it is, for what else can be done with one who was found; null when it is none.</param>
/// <param name="Opens">The dialog it opens; null for none.</param>
internal sealed record Place(string Group, string Label, string? Section = null, string? Press = null, string? Address = null, string? Note = null, SalesUser? Leave = null, bool OnlyTyped = false,
    string? PressNext = null, Guid? CustomerId = null, Func<DialogService, Task>? Opens = null)
{
    public const string Sections = "sections", Actions = "actions", Customers = "customers", Views = "views";

    /// <summary>The saved views, which their lists' own menus open.</summary>
    public static IEnumerable<Place> Of(IEnumerable<ListViews.Row> views, IReadOnlyCollection<string> sections) => views.Where(v => sections.Contains(v.List)).Select(v => new Place(
        Views, v.Name, v.List, $"#{v.List}-views", Note: $"{Labels.OrCode("Nav", v.List)}{(v.Owner is { } owner ? $" · {owner}" : null)}", OnlyTyped: true, PressNext: $"#{v.List} .view-line[data-id='{v.Id}'] .menu-item"));

    /// <summary>What the caller may do with a customer.</summary>
    /// <param name="address">Where the customer's file is.</param>
    public static IReadOnlyList<Place> Of(Caller caller, GetCustomer.Answer customer, string address)
    {
        List<Place> places = [new(Customers, Text.FindOpen, Address: address)];
        if (customer.ErasedAt is not null) return places;
        if (TransferCustomers.Command.Access.Allows(caller)) places.Add(new(Customers, Text.Transfer, Opens: dialogs => dialogs.TransferAsync([new(customer.Id, customer.AiAgentId)])));
        foreach (var talk in customer.Conversations)
        {
            var channel = customer.Conversations.Count == 1 ? null : Labels.OrCode("Channel", talk.Channel.Code());
            if (talk.MayBeTakenBy(caller)) places.Add(new(Customers, Text.TakeOver, Note: channel, Opens: dialogs => dialogs.TakeOverAsync(customer.Id, talk.Id)));
            if (talk.MayBeHandedBackBy(caller)) places.Add(new(Customers, Text.HandBack, Note: channel, Opens: dialogs => dialogs.HandBackAsync(customer.Id, talk.Id)));
        }
        if (AddTask.Command.Access.Allows(caller)) places.Add(new(Customers, Text.Add_tasks, Opens: dialogs => dialogs.AddTaskAsync((customer.Id, customer.Name))));
        return places;
    }

    /// <summary>What the caller may go to and do, on a page with these sections.</summary>
    /// <param name="here">The page's address as it is now, from its root.</param>
    /// <param name="people">Whose leave could be planned; null for nobody's.</param>
    public static IReadOnlyList<Place> Of(Caller caller, IReadOnlyList<string> sections, string here, IEnumerable<SalesUser>? people = null)
    {
        List<Place> places = [.. sections.Prepend("reviews").Select(id => new Place(Sections, Labels.OrCode("Nav", id), id, Note: id))];
        if (InviteSalesUser.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_people, "people", "#add-people"));
        if (AddAiAgent.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_agents, "agents", "#add-agents"));
        if (AddTask.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_tasks, "tasks", "#add-tasks"));
        if (RebalanceCustomers.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Rebalance, "assignments", "#rebalance"));
        if (CreateApiKey.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_api_key, "settings", "#add-api-key"));
        if (SavePlaybook.Command.Access.Allows(caller)) places.Add(new(Actions, Text.PlaybookEdit, "playbook", "#playbook-edit"));
        if (ExportCorrections.Command.Access.Allows(caller)) places.Add(new(Actions, Text.ExportCorrections, "learning", "#learning a[download]"));
        if (ChangeSetting.Command.Access.Allows(caller))
            places.AddRange(Enum.GetValues<SettingKind>().Select(kind => new Place(Actions, $"{Text.Edit}: {SettingWords.Name(kind)}", "settings", $"#settings [data-setting={kind.Code()}] .cell-edit", OnlyTyped: true)));
        if (PlanAbsence.Command.Access.Allows(caller))
            places.AddRange((people ?? []).Where(p => p.IsActive).OrderBy(p => p.Name, StringComparer.CurrentCulture).Select(p => new Place(Actions, $"{Text.Leave}: {p.Name}", Leave: p, OnlyTyped: true)));
        places.AddRange(sections.Prepend("reviews").Where(id => ListFiles.Find(id) is not null).Select(id => new Place(Actions, $"{Text.Export}: {Labels.OrCode("Nav", id)}", id, $"#{id}-export")));
        foreach (var (theme, label) in ((string, string)[])[("light", Text.AppearanceLight), ("dark", Text.AppearanceDark), ("auto", Text.AppearanceAuto)])
            places.Add(new(Actions, $"{Text.Appearance}: {label}", Press: $"[data-set-theme={theme}]", Note: theme));
        places.AddRange(Cultures.All.Select(c => new Place(Actions, c.Name, Address: Cultures.SwitchUrl(c.Code, here), Note: Text.Language)));
        places.Add(new(Actions, Text.AccountTitle, Address: "/account"));
        places.Add(new(Actions, Text.SignOut, Press: "form[action='/sign-out'] button"));
        return places;
    }

    /// <summary>Those whose label or note holds each word, without case and accents; those that begin with the first before the others. Without a word those that are not too many.</summary>
    public static IReadOnlyList<Place> Matching(IReadOnlyList<Place> places, string text)
    {
        if (Fold.Text(text).Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } words) return [.. places.Where(p => !p.OnlyTyped)];
        return [.. places.Where(p => Array.TrueForAll(words, p.Folded.Contains)).OrderByDescending(p => p.Folded.StartsWith(words[0], StringComparison.Ordinal)).ThenBy(p => p.Group == Sections ? 0 : 1)];
    }

    private string Folded { get; } = Fold.Text($"{Label} {Note}");
}
