using MediatR;
using Radzen;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
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
/// <param name="Address">Where to go instead; null to stay on the page, or where <paramref name="AddressOf"/> says it.</param>
/// <param name="Note">Shown beside the label, and looked in too.</param>
/// <param name="OnlyTyped">One of so many that it is shown to those alone who type for it.</param>
/// <param name="PressNext">What is pressed after <paramref name="Press"/>, once it is there.</param>
/// <param name="CustomerId">The customer it is, for what else can be done with one who was found; null when it is none.</param>
/// <param name="Does">What it does or asks about; null for nothing.</param>
/// <param name="AddressOf">Makes the address of one of thousands, once it is chosen; null otherwise.</param>
/// <param name="Heading">The group's name where it is no code's; null for the text of <paramref name="Group"/>.</param>
/// <param name="ActsUnasked">It changes something or hands something out without a dialog in between: only who marks it chooses it.</param>
internal sealed record Place(string Group, string Label, string? Section = null, string? Press = null, string? Address = null, string? Note = null, bool OnlyTyped = false,
    string? PressNext = null, Guid? CustomerId = null, Func<Place.Means, Task>? Does = null, string? Heading = null, Func<string>? AddressOf = null, bool ActsUnasked = false)
{
    public const string Sections = "sections", Actions = "actions", Customers = "customers", Views = "views", Agents = "agents", People = "people", Open = "open";

    /// <summary>How many of a group are shown, of those that may be thousands.</summary>
    public const int Most = 8;

    /// <summary>What acts are done with.</summary>
    public sealed record Means(DialogService Dialogs, IMediator Mediator, Undos Undos, NotificationService Notifications, Viewings Viewings);

    /// <summary>The saved views, which their lists' own menus open.</summary>
    public static IEnumerable<Place> Of(IEnumerable<ListViews.Row> views, IReadOnlyCollection<string> sections) => views.Where(v => sections.Contains(v.List)).Select(v => new Place(
        Views, v.Name, v.List, $"#{v.List}-views", Note: $"{Labels.OrCode("Nav", v.List)}{(v.Owner is { } owner ? $" · {owner}" : null)}", OnlyTyped: true, PressNext: $"#{v.List} .view-line[data-id='{v.Id}'] .menu-item"));

    /// <summary>The AI agents and people whose rows the caller may see, each alone in its section.</summary>
    /// <param name="row">The page with a section showing one row under these filters.</param>
    public static IEnumerable<Place> Of(Caller caller, StoreDirectory directory, IReadOnlyCollection<string> sections, Func<string, Dictionary<string, string>, string> row)
    {
        if (sections.Contains("agents"))
            foreach (var agent in directory.AiAgents.Values.Where(a => caller.Sees(a.OwnerId)).OrderBy(a => a.Name, StringComparer.CurrentCulture))
                yield return new(Agents, agent.Name, "agents", AddressOf: () => row("agents", new() { ["agent"] = agent.Id.ToString() }), Note: directory.NameOfUser(agent.OwnerId), OnlyTyped: true);
        if (sections.Contains("people"))
            foreach (var person in directory.SalesUsers.Values.Where(p => caller.Sees(p.Id)).OrderBy(p => p.Name, StringComparer.CurrentCulture))
                yield return new(People, person.Name, "people", AddressOf: () => row("people", new() { ["rows"] = "all", ["person"] = person.Id.ToString() }), Note: person.Email, OnlyTyped: true);
    }

    /// <summary>What the caller may do with a customer who was found.</summary>
    /// <param name="address">Where the customer's file is.</param>
    public static IReadOnlyList<Place> Of(Caller caller, GetCustomer.Answer customer, string address) => [new(Customers, Text.FindOpen, Address: address), .. Acts(caller, customer, Customers)];

    /// <summary>What the caller may do with the customer who is open.</summary>
    public static IReadOnlyList<Place> Of(Caller caller, GetCustomer.Answer open) => [.. Acts(caller, open, Open).Select(act => act with { Heading = open.Name.Length == 0 ? $"#{ShortId.Of(open.Id)}" : open.Name })];

    private static IReadOnlyList<Place> Acts(Caller caller, GetCustomer.Answer customer, string group)
    {
        if (customer.ErasedAt is not null) return [];
        List<Place> places = [];
        void Offer(string label, Func<Means, Task> does, Channel? channel = null, bool actsUnasked = false) =>
            places.Add(new(group, label, Note: channel is { } one && (customer.Conversations.Count > 1 || customer.Channels.Count > 1) ? Labels.OrCode("Channel", one.Code()) : null, Does: does, ActsUnasked: actsUnasked));
        if (TransferCustomers.Command.Access.Allows(caller)) Offer(Text.Transfer, by => by.Dialogs.TransferAsync([new(customer.Id, customer.AiAgentId)]));
        foreach (var talk in customer.Conversations)
        {
            if (talk.UnansweredSince is not null && MarkAnswered.Command.Access.Allows(caller)) Offer(Text.MarkAnswered, by => by.Mediator.AnsweredAsync(by.Undos, by.Notifications, talk.Id, talk.LastInboundAt, customer.Name), talk.Channel, actsUnasked: true);
            if (talk.MayBeTakenBy(caller)) Offer(Text.TakeOver, by => by.Dialogs.TakeOverAsync(customer.Id, talk.Id), talk.Channel);
            if (talk.MayBeHandedBackBy(caller)) Offer(Text.HandBack, by => by.Dialogs.HandBackAsync(customer.Id, talk.Id), talk.Channel);
        }
        if (AddTask.Command.Access.Allows(caller)) Offer(Text.Add_tasks, by => by.Dialogs.AddTaskAsync((customer.Id, customer.Name)));
        if (EditCustomer.Command.Access.Allows(caller)) Offer(Text.CustomerEditTitle, by => by.Dialogs.EditAsync(customer, by.Undos, by.Mediator, by.Viewings));
        foreach (var channel in customer.Channels)
        {
            var isOut = customer.OptOuts.Any(o => o.Channel == channel);
            if (!isOut && OptOutCustomer.Command.Access.Allows(caller)) Offer(Text.OptOutTitle, by => by.Dialogs.OptOutAsync(customer, channel, by.Undos, by.Mediator), channel);
            if (isOut && LiftOptOut.Command.Access.Allows(caller)) Offer(Text.LiftOptOutTitle, by => by.Dialogs.LiftOptOutAsync(customer, channel, by.Undos, by.Mediator), channel);
        }
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
        if (ExportCorrections.Command.Access.Allows(caller)) places.Add(new(Actions, Text.ExportCorrections, "learning", "#learning a[download]", ActsUnasked: true));
        if (ChangeSetting.Command.Access.Allows(caller))
            places.AddRange(Enum.GetValues<SettingKind>().Select(kind => new Place(Actions, $"{Text.Edit}: {SettingWords.Name(kind)}", "settings", $"#settings [data-setting={kind.Code()}] .cell-edit", OnlyTyped: true)));
        if (PlanAbsence.Command.Access.Allows(caller))
            places.AddRange((people ?? []).Where(p => p.IsActive).OrderBy(p => p.Name, StringComparer.CurrentCulture).Select(p => new Place(Actions, $"{Text.Leave}: {p.Name}", Does: by => by.Dialogs.LeaveAsync(p.Id, p.Name, by.Undos, by.Mediator), OnlyTyped: true)));
        foreach (var person in (people ?? []).Where(p => p.IsActive && SetAvailability.MaySay(caller, p.Id)).OrderBy(p => p.Name, StringComparer.CurrentCulture))
        {
            var (isOwn, label) = (person.Id == caller.SalesUserId, person.AwaySince is null ? Text.AvailabilityAway : Text.AvailabilityBack);
            places.Add(new(Actions, isOwn ? label : $"{person.Name}: {(person.AwaySince is null ? Text.SayAway : Text.SayHere)}", OnlyTyped: !isOwn, ActsUnasked: true,
                Does: by => by.Mediator.SetAvailabilityAsync(by.Undos, by.Notifications, person.Id, person.Name, person.AwaySince)));
        }
        places.AddRange(sections.Prepend("reviews").Where(id => ListFiles.Find(id) is not null).Select(id => new Place(Actions, $"{Text.Export}: {Labels.OrCode("Nav", id)}", id, $"#{id}-export")));
        foreach (var (theme, label) in ((string, string)[])[("light", Text.AppearanceLight), ("dark", Text.AppearanceDark), ("auto", Text.AppearanceAuto)])
            places.Add(new(Actions, $"{Text.Appearance}: {label}", Press: $"[data-set-theme={theme}]", Note: theme));
        places.AddRange(Cultures.All.Select(c => new Place(Actions, c.Name, Address: Cultures.SwitchUrl(c.Code, here), Note: Text.Language)));
        places.Add(new(Actions, Text.AccountTitle, Address: "/account"));
        places.Add(new(Actions, Text.SignOut, Press: "form[action='/sign-out'] button", ActsUnasked: true));
        return places;
    }

    /// <summary>
    /// Those whose label or note holds each word, without case and accents, group by group; what begins with the first stands before the others. Without a word those that are not too many.
    /// Of agents and people the first ones, and behind those, where there are more, what <paramref name="all"/> leads to.
    /// </summary>
    public static IReadOnlyList<Place> Matching(IReadOnlyList<Place> places, string text, Func<string, Place>? all = null)
    {
        if (Fold.Text(text).Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } words) return [.. places.Where(p => !p.OnlyTyped)];
        bool IsBegun(Place place) => place.Folded.StartsWith(words[0], StringComparison.Ordinal);
        var groups = places.Where(p => Array.TrueForAll(words, p.Folded.Contains)).OrderByDescending(IsBegun).GroupBy(p => p.Group)
            .OrderByDescending(g => g.Any(IsBegun)).ThenBy(g => g.Key switch { Open => 0, Sections => 1, _ => 2 });
        return [.. groups.SelectMany(g => g.Key is Agents or People && g.Count() > Most ? g.Take(Most).Concat(all is null ? [] : [all(g.Key)]) : g)];
    }

    /// <summary>Where it leads; null when it stays on the page.</summary>
    public string? Leads => Address ?? AddressOf?.Invoke();

    private string Folded { get; } = Fold.Text($"{Label} {Note}");
}
