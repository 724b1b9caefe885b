using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using SalesOps.Console.Shell;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Audit;

namespace SalesOps.Console.Panels.Lists;

/// <summary>The values that filters offer.</summary>
internal static class GridOptions
{
    // Nothing of them lies in a circuit.
    private static readonly ConcurrentDictionary<(string Of, string Language), IReadOnlyList<GridOption>> OfLanguages = new();
    // All pages of a language that see the same share them; they go with the directory that they are of.
    private static readonly ConditionalWeakTable<StoreDirectory, ConcurrentDictionary<(string Kind, Guid? Owner, string Language), IReadOnlyList<GridOption>>> OfDirectories = [];

    /// <summary>Every value of an enum, by its code, with its label in front.</summary>
    public static IReadOnlyList<GridOption> Codes<T>(string labels) where T : struct, Enum =>
        Of($"codes {typeof(T).Name} {labels}", () => [.. Enum.GetValues<T>().Select(value => new GridOption(value.Code(), Labels.OrCode(labels, value.Code())))]);

    /// <summary>The playbook's words of a kind.</summary>
    public static IReadOnlyList<GridOption> Terms(Playbook playbook, PlaybookTerm kind) => [.. playbook.Codes(kind).Select(code => new GridOption(code, Labels.OrCode(kind.ToString(), code)))];

    /// <summary>From hardly understood to sure.</summary>
    public static IReadOnlyList<GridOption> Confidences => Of("confidences", () => [new("0~0.55", $"< {0.55:0.00}"), new("0.55~0.7", $"{0.55:0.00} – {0.7:0.00}"), new("0.7~0.85", $"{0.7:0.00} – {0.85:0.00}"), new("0.85~1", $"≥ {0.85:0.00}")]);

    /// <summary>Times as <see cref="GridRanges"/> spells them, each in words.</summary>
    public static IReadOnlyList<GridOption> Times(string words, params IReadOnlyList<string> values) =>
        Of($"times {words} {string.Join(' ', values)}", () => [.. values.Select(value => new GridOption(value, words.With(GridRanges.TryTime(value.Replace("over", "", StringComparison.Ordinal), out var time) ? Ages.Of(time) : value)))]);

    /// <summary>Every action on the audit log; one list for all pages of a language, because there are so many.</summary>
    public static IReadOnlyList<GridOption> Actions => Of("actions",
        static () => [.. AuditActions.All.Select(code => new GridOption(code, $"{code} · {Labels.OrCode("Action", code)}"))]);

    /// <summary>Values of the filter <c>rows</c>.</summary>
    public static IReadOnlyList<GridOption> Rows(params IReadOnlyList<string> values) =>
        Of($"rows {string.Join(' ', values)}", () => [.. values.Select(value => new GridOption(value, Labels.OrCode("Rows", value)))]);

    /// <summary>The AI agents whose rows the caller may see.</summary>
    public static IReadOnlyList<GridOption> Agents(StoreDirectory directory, Caller caller) =>
        Of(directory, caller, "agents", directory.AiAgents.Values.Where(a => caller.Sees(a.OwnerId)).Select(a => (a.Id, a.Name)));

    /// <summary>Everybody who can be given work: a salesperson sees only themselves.</summary>
    public static IReadOnlyList<GridOption> Recipients(StoreDirectory directory, Caller caller) =>
        Of(directory, caller, "recipients", directory.SalesUsers.Values.Where(u => directory.MayWork(u.Id) && caller.Sees(u.Id)).Select(u => (u.Id, u.Name)));

    /// <summary>Everybody who can have work, also who is suspended: a salesperson sees only themselves.</summary>
    public static IReadOnlyList<GridOption> Workers(StoreDirectory directory, Caller caller) =>
        Of(directory, caller, "workers", directory.SalesUsers.Values.Where(u => u.IsActive && caller.Sees(u.Id)).Select(u => (u.Id, u.Name)));

    /// <summary>Everybody who can have done something, those who left among them: a salesperson sees only themselves.</summary>
    public static IReadOnlyList<GridOption> Everybody(StoreDirectory directory, Caller caller) =>
        Of(directory, caller, "everybody", directory.SalesUsers.Values.Where(u => caller.Sees(u.Id)).Select(u => (u.Id, u.Name)));

    /// <summary>The salespeople whose rows the caller may see.</summary>
    public static IReadOnlyList<GridOption> People(StoreDirectory directory, Caller caller) =>
        Of(directory, caller, "salespeople", directory.SalesUsers.Values.Where(u => u.IsSalesperson && caller.Sees(u.Id)).Select(u => (u.Id, u.Name)));

    private static IReadOnlyList<GridOption> Of(string what, Func<IReadOnlyList<GridOption>> make) => OfLanguages.GetOrAdd((what, CultureInfo.CurrentUICulture.Name), static (_, make) => make(), make);

    private static IReadOnlyList<GridOption> Of(StoreDirectory directory, Caller caller, string kind, IEnumerable<(Guid Id, string Name)> them) =>
        OfDirectories.GetOrCreateValue(directory).GetOrAdd((kind, caller.OnlyOwnerId, CultureInfo.CurrentCulture.Name),
            static (_, them) => [.. them.OrderBy(one => one.Name, StringComparer.CurrentCulture).Select(one => new GridOption(one.Id.ToString(), one.Name))], them);
}
