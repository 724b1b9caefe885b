namespace SalesOps.Domain.Store;

/// <summary>
/// Brings messages into the search for their words after they came, some hundred at a time and only while no command waits, so that no message
/// pays for it. What is missing is looked for from the first message on with each start; what was erased is out with the erasure's own commit.
/// </summary>
public sealed class MessageIndexing(StoreFiles files, WriteLane lane, TimeProvider time)
{
    private const int AtOnce = 500;
    /// <summary>Commands that run now give their messages ids of this moment.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private Guid _after;

    /// <summary>What came before this moment is found by its words; UTC; null before the first step.</summary>
    public DateTime? UpTo { get; private set; }

    /// <summary>Reads the oldest messages that are missing; false when there is nothing more to do for now.</summary>
    public async Task<bool> StepAsync()
    {
        if (!lane.IsIdle) return false;
        var until = time.GetUtcNow().UtcDateTime - Settled;
        var unread = await Task.Run(() =>
        {
            using var connection = files.OpenReader();
            return MessageSearch.Unread(connection, _after, until, AtOnce);
        });
        if (unread.Count > 0 && (await lane.TendAsync(connection => MessageSearch.Add(connection, unread))).Status != LaneStatus.Done) return false;
        if (unread.Count > 0) _after = unread[^1].Id;
        var isMore = unread.Count == AtOnce;
        UpTo = isMore ? MadeAt(_after) : until;
        return isMore;
    }

    private static DateTime MadeAt(Guid id)
    {
        var bytes = id.ToByteArray(bigEndian: true);
        return DateTime.UnixEpoch.AddMilliseconds(bytes[..6].Aggregate(0L, (ms, b) => (ms << 8) | b));
    }
}
