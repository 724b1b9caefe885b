namespace SalesOps.Domain.Store.Verification;

/// <summary>What of an audit entry the tables are rebuilt from; spans of SQLite's memory, good until the next row.</summary>
internal readonly ref struct JournalEntry(long sequence, ReadOnlySpan<byte> customer, ReadOnlySpan<byte> operation, ReadOnlySpan<byte> changes, ReadOnlySpan<byte> personal)
{
    public long Sequence { get; } = sequence;
    /// <summary>Empty when it is about none.</summary>
    public ReadOnlySpan<byte> Customer { get; } = customer;
    public ReadOnlySpan<byte> Operation { get; } = operation;
    public ReadOnlySpan<byte> Changes { get; } = changes;
    /// <summary>The sealed part, opened; empty when there is none or it was erased.</summary>
    public ReadOnlySpan<byte> Personal { get; } = personal;
}
