using Microsoft.AspNetCore.Components;
using Radzen;

namespace SalesOps.Console.Panels.Lists;

/// <summary>A column of a <see cref="LiveGrid{TRow}"/>.</summary>
/// <param name="Key">Its name in the remembered settings.</param>
/// <param name="Width">In px for what has a length of its own, such as times, so that nothing of it is cut; null shares what the others leave.</param>
/// <param name="Sort">The list's sort that its head asks for; null when it cannot be sorted.</param>
/// <param name="SortDown">The first click on its head sorts downwards: times and numbers.</param>
public sealed record GridColumn<TRow>(string Key, string Title, string? Width, RenderFragment<TRow> Cell, string? Sort = null, bool SortDown = false)
{
    public TextAlign Align { get; init; }

    /// <summary>The filter that sorting by it sets, when the address names none of that name: rows that have nothing to be sorted by are left out. Null for none.</summary>
    public (string Filter, string Value)? Among { get; init; }

    /// <summary>It is sorted while that filter counts, and not offered to be before: among the others its cells say something else.</summary>
    public bool IsSortedWithin { get; init; }

    /// <summary>Its cell says the same whoever looks, on whatever page: it is drawn once for all.</summary>
    public bool IsShared { get; init; }

    /// <summary>What it is drawn as, once: another name where some, as salespeople, are shown something else.</summary>
    public string SharedAs { get; init; } = Key;
}

/// <summary>Makes columns.</summary>
public static class GridColumns
{
    /// <summary>Columns whose cells depend on the row and the language alone, not on who looks or when. Those that handle events or hold components may stand among them; each page draws them.</summary>
    public static IReadOnlyList<GridColumn<TRow>> Shared<TRow>(params GridColumn<TRow>[] columns) => [.. columns.Select(c => c with { IsShared = true })];
}

/// <summary>A filter that a <see cref="LiveGrid{TRow}"/> offers.</summary>
/// <param name="Name">As in the list's use case and in the address.</param>
/// <param name="Fixed">Its values; null when they change while a page is open.</param>
/// <param name="AsChips">Always in view as chips; the others stand in the filter menu.</param>
/// <param name="Lifts">The default filter that gives way when this one is set.</param>
/// <param name="IsDays">Days are chosen, and a value is a time as <see cref="SalesOps.Domain.UseCases.GridRanges.TrySpan"/> reads it.</param>
public sealed record GridFilter(string Name, string Label, IReadOnlyList<GridOption>? Fixed, bool AsChips = false, string? Lifts = null, bool IsDays = false)
{
    private readonly Func<IReadOnlyList<GridOption>>? _present;

    /// <summary>A filter whose values come and go, as people and agents do.</summary>
    public GridFilter(string Name, string Label, Func<IReadOnlyList<GridOption>> present, string? Lifts = null) : this(Name, Label, Fixed: null, Lifts: Lifts) => _present = present;

    /// <summary>A filter by days on the console's clock.</summary>
    public static GridFilter Days(string name, string label) => new(name, label, Fixed: [], IsDays: true);

    /// <summary>The values as they are now.</summary>
    public IReadOnlyList<GridOption> Options => Fixed ?? _present!();
}

/// <summary>A value of a filter.</summary>
/// <param name="Means">What the list is asked for, where that depends on who looks, so that the address and a saved view say the same to everybody; null for the value itself.</param>
public sealed record GridOption(string Value, string Label, string? Means = null);
