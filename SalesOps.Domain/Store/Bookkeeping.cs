namespace SalesOps.Domain.Store;

/// <summary>A command that was carried out, with its answer: the same operation again gets the same answer and no second effect.</summary>
public sealed class Operation
{
    public Guid Id { get; init; }
    /// <summary>The command's name.</summary>
    public string Name { get; init; } = "";
    /// <summary>SHA-256 of what was asked; another request under the same id is refused. Empty after an erasure: any is the same.</summary>
    public byte[] RequestHash { get; init; } = [];

    /// <summary>Whether this is what was asked then, as far as that is still known.</summary>
    public bool IsOf(byte[] requestHash) => RequestHash.Length == 0 || RequestHash.AsSpan().SequenceEqual(requestHash);

    /// <summary>The answer as JSON in UTF-8.</summary>
    public byte[] Answer { get; init; } = [];
    /// <summary>The last sequence number the command wrote.</summary>
    public long Sequence { get; init; }
    /// <summary>UTC.</summary>
    public DateTime At { get; init; }
}

/// <summary>A counter's present value for one key.</summary>
public sealed class CounterValue
{
    public string Code { get; init; } = "";
    /// <summary>A salesperson's or AI agent's id, or empty for everyone.</summary>
    public Guid Key { get; init; }
    public long Value { get; init; }
}

/// <summary>A counter's value at the end of a minute in which it moved.</summary>
public sealed class CounterMinute
{
    public string Code { get; init; } = "";
    public Guid Key { get; init; }
    /// <summary>Minutes since 1970-01-01 UTC.</summary>
    public long Minute { get; init; }
    public long Value { get; init; }
}

/// <summary>The key that seals a customer's personal data in the journal; destroying it erases them there.</summary>
public sealed class CustomerKey
{
    public Guid CustomerId { get; init; }
    /// <summary>256 bits, AES-GCM.</summary>
    public byte[] Key { get; init; } = [];
}
