namespace SalesOps.Domain.Model;

/// <summary>导出: somebody took data out of the house.</summary>
public sealed class Export
{
    /// <summary>Corrections as a labelled set.</summary>
    public const string Corrections = "corrections";

    public Guid Id { get; private set; }
    /// <summary>What was taken, as a code: <see cref="Corrections"/>, or a list.</summary>
    public string What { get; private set; } = "";
    /// <summary>The beginning of what was taken; UTC.</summary>
    public DateTime Since { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who took it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>Of a list: <c>csv</c> or <c>xlsx</c>.</summary>
    public string? Format { get; private set; }
    /// <summary>Of a list: its filters and sort as in an address, without words that were searched for, which may be names.</summary>
    public string? Asked { get; private set; }
    /// <summary>Of a list: how many rows it had.</summary>
    public int? Rows { get; private set; }

    private Export() { }

    public Export(Guid id, string what, DateTime since, Guid? byId, DateTime now)
    {
        Id = id;
        What = what;
        Since = since;
        ById = byId;
        At = now;
    }

    /// <summary>Rows of a list as they are at the time.</summary>
    public static Export OfList(Guid id, string list, string format, string asked, int rows, Guid? byId, DateTime now) =>
        new(id, list, DateTime.UnixEpoch, byId, now) { Format = format, Asked = asked, Rows = rows };
}
