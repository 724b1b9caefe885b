using FluentValidation;
using SalesOps.Domain.Messaging;

namespace SalesOps.Domain.UseCases;

/// <summary>What a grid asks of a list: a page, an order, and filters, all from the address bar.</summary>
/// <param name="Take">1..100.</param>
/// <param name="Sort">A sort the list knows; null for its own order.</param>
/// <param name="Filters">Filters the list knows, with their values.</param>
public sealed record GridRequest(int Skip = 0, int Take = 20, string? Sort = null, bool Descending = false, IReadOnlyDictionary<string, string>? Filters = null)
{
    /// <summary>Asks for the keys of all rows in order, and for no row: how an export begins, and how all that is found is chosen.</summary>
    public bool OnlyKeys { get; init; }
    /// <summary>So many keys are enough; null for all.</summary>
    public int? First { get; init; }
    /// <summary>Asks for the rows with these keys in the order, whatever the page and the filters: how it goes on. Null for a page.</summary>
    public IReadOnlyList<object>? Keys { get; init; }

    internal bool IsExport => OnlyKeys || Keys is not null;

    public string? Filter(string name) => Filters?.GetValueOrDefault(name);

    /// <summary>The same with a filter that counts unless another value of it was asked for.</summary>
    internal GridRequest Default(string name, string value) => Filter(name) is not null ? this
        : this with { Filters = new Dictionary<string, string>(Filters ?? new Dictionary<string, string>()) { [name] = value } };

    /// <summary>Equal when the same is asked, filters compared by what they hold.</summary>
    public bool Equals(GridRequest? other) => other is not null && (Skip, Take, Sort, Descending, OnlyKeys, First) == (other.Skip, other.Take, other.Sort, other.Descending, other.OnlyKeys, other.First)
        && ReferenceEquals(Keys, other.Keys) && (Filters?.Count ?? 0) == (other.Filters?.Count ?? 0) && (Filters is null || Filters.All(f => other.Filter(f.Key) == f.Value));

    public override int GetHashCode() => HashCode.Combine(Skip, Take, Sort, Descending, Filters?.Count ?? 0);
}

/// <summary>A list's visible rows.</summary>
/// <param name="Total">How many rows there are; at least so many when <see cref="IsMore"/>.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Total)
{
    /// <summary>Rows are counted so far, where nothing else knows how many there are.</summary>
    public const int CountedTo = 10_000;

    /// <summary>The keys of all rows when they were asked for.</summary>
    public IReadOnlyList<object>? Keys { get; init; }

    /// <summary>There are more rows than were counted: say "10,000+".</summary>
    public bool IsMore { get; init; }
}

/// <summary>A list that a grid reads.</summary>
public interface IGridQuery : IShared
{
    GridRequest Grid { get; }

    // A hundred thousand rows are not kept for somebody who might ask the same; and what is found by these changes without a commit.
    bool IShared.IsShared => !Grid.IsExport && !Passing.Any(name => Grid.Filter(name) is not null);

    private static readonly string[] Passing = ["text", "waiting", "unanswered", "seen", "due"];
}

/// <summary>Bounds that every list keeps.</summary>
internal sealed class GridValidator<T> : AbstractValidator<T> where T : IGridQuery
{
    public GridValidator()
    {
        RuleFor(q => q.Grid.Skip).InclusiveBetween(0, 100_000_000);
        RuleFor(q => q.Grid.Take).InclusiveBetween(1, 100);
        RuleFor(q => q.Grid.First).InclusiveBetween(1, GridKeys.Most);
        RuleFor(q => q.Grid.Keys).Must(keys => keys is null || keys.Count <= GridKeys.AtOnce);
    }
}
