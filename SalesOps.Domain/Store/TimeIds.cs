namespace SalesOps.Domain.Store;

/// <summary>Ids are made in the order of time (version 7), so that a table that is keyed by them is an index of when its rows were made.</summary>
internal static class TimeIds
{
    /// <summary>The least id that a row made at this moment (UTC) can have, as the store keeps it.</summary>
    public static byte[] First(DateTime at)
    {
        var id = new byte[16];
        var ms = new DateTimeOffset(at).ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, ms >>= 8) id[i] = (byte)ms;
        return id;
    }
}
