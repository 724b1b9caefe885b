namespace SalesOps.Domain.Model;

/// <summary>导出: somebody took data out of the house.</summary>
public sealed class Export
{
    /// <summary>Corrections as a labelled set.</summary>
    public const string Corrections = "corrections";

    public Guid Id { get; private set; }
    /// <summary>What was taken, as a code.</summary>
    public string What { get; private set; } = "";
    /// <summary>The beginning of what was taken; UTC.</summary>
    public DateTime Since { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who took it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }

    private Export() { }

    public Export(Guid id, string what, DateTime since, Guid? byId, DateTime now)
    {
        Id = id;
        What = what;
        Since = since;
        ById = byId;
        At = now;
    }
}
