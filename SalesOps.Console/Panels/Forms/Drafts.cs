namespace SalesOps.Console.Panels.Forms;

/// <summary>Names under which a tab keeps what is typed.</summary>
internal static class Drafts
{
    /// <summary>Of a dialog about several rows: the same for the same rows, in whatever order they were chosen.</summary>
    public static string Of(string dialog, IEnumerable<Guid> rows)
    {
        var (sum, count) = (UInt128.Zero, 0);
        foreach (var row in rows) (sum, count) = (unchecked(sum + new UInt128(BitConverter.ToUInt64(row.ToByteArray(), 8), BitConverter.ToUInt64(row.ToByteArray(), 0))), count + 1);
        return $"{dialog}-{count}-{sum:x}";
    }
}
