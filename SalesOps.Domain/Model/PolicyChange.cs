namespace SalesOps.Domain.Model;

/// <summary>What people can set of the review policy while the console runs.</summary>
public enum PolicyKind
{
    /// <summary>The least confidence that is accepted without a person.</summary>
    Threshold,
    /// <summary>The share of accepted understandings that is looked at all the same.</summary>
    SampledShare,
}

/// <summary>策略变更: what somebody set for a slice of the readings; the last one of a kind and slice stands, and rows stay as they are.</summary>
public sealed class PolicyChange
{
    public Guid Id { get; private set; }
    /// <summary>From 1, in the order they were made.</summary>
    public int Number { get; private set; }
    public PolicyKind Kind { get; private set; }
    /// <summary>Null for every intent.</summary>
    public string? Intent { get; private set; }
    /// <summary>Null for every language.</summary>
    public string? Language { get; private set; }
    /// <summary>Null for every channel.</summary>
    public Channel? Channel { get; private set; }
    /// <summary>0..1; null when the slice follows the wider slices and the playbook again.</summary>
    public double? Value { get; private set; }
    /// <summary>What held for the slice before, 0..1.</summary>
    public double Was { get; private set; }
    /// <summary>What holds for the slice from now on, 0..1.</summary>
    public double Holds { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who set it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }

    private PolicyChange() { }

    public PolicyChange(Guid id, int number, PolicyKind kind, Rules.Slice slice, double? value, double was, Guid? byId, DateTime now)
    {
        Id = id;
        Number = number;
        Kind = kind;
        (Intent, Language, Channel) = slice;
        Value = value;
        Was = was;
        ById = byId;
        At = now;
    }

    /// <summary>Notes what holds with it: another value than its own when it takes one away.</summary>
    public void Bring(double holds) => Holds = holds;

    public Rules.Slice Slice => new(Intent, Language, Channel);
}
