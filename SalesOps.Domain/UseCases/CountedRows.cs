namespace SalesOps.Domain.UseCases;

/// <summary>A part of the rows that a number counts, where no list has a filter that says which they are.</summary>
/// <param name="Total">How many there are by now.</param>
public sealed record CountedRows(int Total, IReadOnlyList<CountedRow> Rows)
{
    /// <summary>How many a part has at most.</summary>
    public const int Most = 100;
}

/// <param name="Id">The row's own: a task's, a conversation's, a review's, an assignment's.</param>
/// <param name="Code">What it is, or why it stands there; null when nothing need be said.</param>
public sealed record CountedRow(Guid Id, Guid CustomerId, string Name, string? Code);
