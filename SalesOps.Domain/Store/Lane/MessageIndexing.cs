using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Search;

namespace SalesOps.Domain.Store.Lane;

/// <summary>
/// Brings messages into the search for their words after they came, some hundred at a time and only while no command waits, so that no message
/// pays for it. What is missing is looked for from the first message on with each start; what was erased is out with the erasure's own commit.
/// </summary>
public sealed class MessageIndexing(StoreFiles files, WriteLane lane, TimeProvider time)
{
    private const int AtOnce = 500;
    /// <summary>Commands that run now give their messages ids of this moment.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    /// <summary>So much earlier than a clock can have been set back it is looked again: what is there already costs little.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private Guid _after;
    private (DateTime Until, long Timestamp) _looked = (DateTime.MinValue, time.GetTimestamp());

    /// <summary>What came before this moment is found by its words; UTC; null before the first step.</summary>
    public DateTime? UpTo { get; private set; }

    /// <summary>Reads the oldest messages that are missing; false when there is nothing more to do for now.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken = default)
    {
        if (!lane.IsIdle) return false;
        var until = time.GetUtcNow().UtcDateTime - Settled;
        FollowClock(until);
        var (unread, newest) = await Task.Run(() => Read(until, cancellationToken), cancellationToken);
        if (unread.Count > 0 && (await lane.TendAsync(connection => MessageSearch.Add(connection, unread))).Status != LaneStatus.Done) return false;
        var isMore = unread.Count == AtOnce;
        // Where nothing more is missing, what is there need not be passed over again; what comes has later ids, because there is one lane.
        var last = isMore ? unread[^1].Id : newest ?? _after;
        if (last > _after) _after = last;
        UpTo = isMore ? MadeAt(_after) : until;
        return isMore;
    }

    /// <summary>Where the clock was set back, the ids of what came since lie before what was read.</summary>
    private void FollowClock(DateTime until)
    {
        var now = time.GetTimestamp();
        if (until < _looked.Until && TimeIds.FirstId(until - time.GetElapsedTime(_looked.Timestamp, now) - Slack) is var since && since < _after) _after = since;
        _looked = (until, now);
    }

    private (List<UnreadMessage> Unread, Guid? Newest) Read(DateTime until, CancellationToken cancellationToken)
    {
        using var connection = files.OpenReader();
        connection.Heed(cancellationToken);
        try
        {
            // Before the others: whatever is committed between the two reads is later than this one.
            var newest = MessageSearch.Newest(connection, until);
            return (MessageSearch.Unread(connection, _after, until, AtOnce), newest);
        }
        catch (Microsoft.Data.Sqlite.SqliteException problem) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(problem.Message, problem, cancellationToken);
        }
    }

    private static DateTime MadeAt(Guid id)
    {
        var bytes = id.ToByteArray(bigEndian: true);
        return DateTime.UnixEpoch.AddMilliseconds(bytes[..6].Aggregate(0L, (ms, b) => (ms << 8) | b));
    }
}
