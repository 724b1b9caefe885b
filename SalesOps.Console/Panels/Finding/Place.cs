using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Console.Panels.Finding;

/// <summary>Something the finder leads to.</summary>
/// <param name="Group">The text <c>Find_</c> with this code is the group's name.</param>
/// <param name="Section">The section to go to; null for none.</param>
/// <param name="Press">What is pressed there, as a selector; null for nothing.</param>
/// <param name="Address">Where to go instead; null to stay on the page.</param>
/// <param name="Note">Shown beside the label, and looked in too.</param>
internal sealed record Place(string Group, string Label, string? Section = null, string? Press = null, string? Address = null, string? Note = null)
{
    public const string Sections = "sections", Actions = "actions", Customers = "customers";

    /// <summary>What the caller may go to and do, on a page with these sections.</summary>
    /// <param name="here">The page's address as it is now, from its root.</param>
    public static IReadOnlyList<Place> Of(Caller caller, IReadOnlyList<string> sections, string here)
    {
        List<Place> places = [.. sections.Prepend("reviews").Select(id => new Place(Sections, Labels.OrCode("Nav", id), id, Note: id))];
        if (InviteSalesUser.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_people, "people", "#add-people"));
        if (AddAiAgent.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_agents, "agents", "#add-agents"));
        if (AddTask.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_tasks, "tasks", "#add-tasks"));
        if (RebalanceCustomers.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Rebalance, "assignments", "#rebalance"));
        if (CreateApiKey.Command.Access.Allows(caller)) places.Add(new(Actions, Text.Add_api_key, "settings", "#add-api-key"));
        places.AddRange(sections.Prepend("reviews").Where(id => ListFiles.Find(id) is not null).Select(id => new Place(Actions, $"{Text.Export}: {Labels.OrCode("Nav", id)}", id, $"#{id}-export")));
        foreach (var (theme, label) in ((string, string)[])[("light", Text.AppearanceLight), ("dark", Text.AppearanceDark), ("auto", Text.AppearanceAuto)])
            places.Add(new(Actions, $"{Text.Appearance}: {label}", Press: $"[data-set-theme={theme}]", Note: theme));
        places.AddRange(Cultures.All.Select(c => new Place(Actions, c.Name, Address: Cultures.SwitchUrl(c.Code, here), Note: Text.Language)));
        places.Add(new(Actions, Text.AccountTitle, Address: "/account"));
        places.Add(new(Actions, Text.SignOut, Press: "form[action='/sign-out'] button"));
        return places;
    }

    /// <summary>Those whose label or note holds each word, without case and accents; those that begin with the first before the others.</summary>
    public static IReadOnlyList<Place> Matching(IReadOnlyList<Place> places, string text)
    {
        if (Fold.Text(text).Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } words) return places;
        return [.. places.Where(p => Array.TrueForAll(words, p.Folded.Contains)).OrderByDescending(p => p.Folded.StartsWith(words[0], StringComparison.Ordinal)).ThenBy(p => p.Group == Sections ? 0 : 1)];
    }

    private string Folded { get; } = Fold.Text($"{Label} {Note}");
}
