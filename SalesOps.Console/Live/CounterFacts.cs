using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Console.Shell;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.Live;

/// <summary>What stands beside a counter's number.</summary>
/// <param name="Change">How far it moved in the last 15 minutes.</param>
/// <param name="OldestAt">When the oldest waiting item came, or where the second number of a tile is what lasts, that; UTC; null when nothing waits or nothing waits by nature.</param>
/// <param name="OldestOf">Whose customer's that is: the customer's id.</param>
/// <param name="Late">How many wait beyond their limit; so many as <see cref="CounterFacts.MostLate"/> are counted.</param>
/// <param name="Soon">How many reach it within <see cref="Ages.Soon"/>, counted in the same way.</param>
/// <param name="Hour">The last 60 minutes, a value a minute.</param>
/// <param name="Today">How far it moved since the console's day began.</param>
public sealed record TileFacts(long Change, DateTime? OldestAt, Guid? OldestOf, int Late, int Soon, IReadOnlyList<int> Hour, long Today)
{
    public static readonly TileFacts None = new(0, null, null, 0, 0, [], 0);

    /// <summary>They were worked out; they are not in the first moment after the start.</summary>
    public bool IsKnown => !ReferenceEquals(this, None);

    /// <summary>Something waits beyond its limit.</summary>
    public bool IsLate => Late > 0;

    public bool Equals(TileFacts? other) => other is not null && Change == other.Change && OldestAt == other.OldestAt && OldestOf == other.OldestOf && Late == other.Late && Soon == other.Soon && Today == other.Today && Hour.SequenceEqual(other.Hour);

    public override int GetHashCode() => HashCode.Combine(Change, OldestAt);
}

/// <summary>How many requests about personal data are past the day by which the next must be done about them, and how many reach it within <see cref="DataRequest.Soon"/>; counted as <see cref="TileFacts.Late"/> is.</summary>
public sealed record RequestFacts(int Late, int Soon);

/// <summary>Works the facts out once for all circuits of the same view: after commits at most once a second, and with every new minute.</summary>
public sealed class CounterFacts(ChangeFeed feed, WriteLane lane, IDbContextFactory<SalesOpsDb> stores, TimeProvider time, ConsoleTime clock, ILogger<CounterFacts> log) : BackgroundService
{
    public const int MostLate = 100;
    private const int Minutes = 60;
    private const int ChangeMinutes = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Code, Guid Key), TileFacts> _facts = [];
    /// <summary>By how many pages each key is looked at.</summary>
    private readonly ConcurrentDictionary<Guid, int> _keys = [];
    private int _came;

    /// <summary>The facts of a counter for everyone or one salesperson; nothing until they were worked out.</summary>
    public TileFacts this[Counter counter, Guid key] => _facts.GetValueOrDefault((counter.Code, key), TileFacts.None);

    /// <summary>Of requests about personal data; null until they were worked out.</summary>
    public RequestFacts? Requests { get; private set; }

    /// <summary>Keeps the facts of <paramref name="key"/> worked out until what it returns is disposed, and to the end of that minute: a page loaded anew finds them.</summary>
    public IDisposable Keep(Guid key)
    {
        _keys.AddOrUpdate(key, 1, (_, count) => count + 1);
        Interlocked.Increment(ref _came);
        return new Kept(this, key);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        (long, long, int) done = default;
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            var now = (lane.Last.Counters.Sequence, Minute(), Volatile.Read(ref _came));
            if (now == done) continue;
            if (now.Item2 != done.Item2) LetGo();
            done = now;
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "The facts beside the counters could not be worked out");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Forgets what nobody looks at.</summary>
    private void LetGo()
    {
        foreach (var key in _keys.Keys)
        {
            if (!_keys.TryRemove(KeyValuePair.Create(key, 0))) continue;
            foreach (var counter in Counters.Tiles) _facts.TryRemove((counter.Code, key), out _);
        }
    }

    private long Minute() => MinuteOf(time.GetUtcNow().UtcDateTime);

    private static long MinuteOf(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeSeconds() / 60;

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var store = await stores.CreateDbContextAsync(cancellationToken);
        var changed = false;
        foreach (var key in _keys.Keys)
        {
            foreach (var counter in Counters.Tiles)
            {
                var facts = await ReadAsync(store, counter, key, cancellationToken);
                if (facts.Equals(this[counter, key])) continue;
                _facts[(counter.Code, key)] = facts;
                changed = true;
            }
        }
        var due = store.DataRequests.Where(r => r.EndedAt == null).Select(r => r.DueAt);
        var (late, soon) = await DueAsync(due, DataRequest.Soon, cancellationToken);
        changed |= Requests != (Requests = new RequestFacts(late, soon));
        if (changed) feed.Publish(Topics.CounterFacts);
    }

    private async Task<TileFacts> ReadAsync(SalesOpsDb store, Counter counter, Guid key, CancellationToken cancellationToken)
    {
        var last = Minute();
        var rows = await store.CounterMinutes.Where(m => m.Code == counter.Code && m.Key == key && m.Minute > last - Minutes)
            .OrderBy(m => m.Minute).ToListAsync(cancellationToken);
        var start = await ValueAsync(store, counter, key, last - Minutes, cancellationToken);
        var hour = new int[Minutes];
        var (value, next) = (start, 0);
        for (var i = 0; i < Minutes; i++)
        {
            while (next < rows.Count && rows[next].Minute <= last - Minutes + 1 + i) value = rows[next++].Value;
            hour[i] = (int)Math.Min(value, int.MaxValue);
        }
        var dawn = await ValueAsync(store, counter, key, MinuteOf(clock.DayBegan) - 1, cancellationToken);
        var (oldest, late, soon) = await WaitingAsync(store, counter, key, cancellationToken);
        return new TileFacts(hour[^1] - hour[Minutes - 1 - ChangeMinutes], oldest?.At, oldest?.CustomerId, late, soon, hour, value - dawn);
    }

    /// <summary>What the counter stood at when the minute (since 1970-01-01 UTC) was over.</summary>
    private static async Task<long> ValueAsync(SalesOpsDb store, Counter counter, Guid key, long minute, CancellationToken cancellationToken) =>
        await store.CounterMinutes.Where(m => m.Code == counter.Code && m.Key == key && m.Minute <= minute)
            .OrderByDescending(m => m.Minute).Select(m => (long?)m.Value).FirstOrDefaultAsync(cancellationToken) ?? 0;

    private async Task<(Oldest? Oldest, int Late, int Soon)> WaitingAsync(SalesOpsDb store, Counter counter, Guid key, CancellationToken cancellationToken)
    {
        var everyone = key == Counter.Everyone;
        if (counter == Counters.OpenTasks)
        {
            var tasks = store.WorkTasks.Where(Counters.OpenTasks.Rows).Where(t => everyone || t.SalesUserId == key);
            var (late, soon) = await DueAsync(tasks.Select(t => t.DueAt), Ages.Soon, cancellationToken);
            return (await FirstAsync(tasks.OrderBy(t => t.CreatedAt).Select(t => new Oldest(t.CreatedAt, t.CustomerId))), late, soon);
        }
        if (counter == Counters.ActiveBindings)
        {
            var unbound = store.Customers.Where(Counters.UnboundCustomers.Rows).Where(c => c.WaitingSince != null).OrderBy(c => c.WaitingSince);
            return (everyone ? await FirstAsync(unbound.Select(c => new Oldest(c.WaitingSince!.Value, c.Id))) : null, 0, 0);
        }
        if (counter == Counters.Handovers)
        {
            var running = store.Handovers.Where(Counters.RunningTakeovers.Rows).Where(h => everyone || h.SalesUserId == key);
            return (await FirstAsync(running.OrderBy(h => h.CreatedAt).Select(h => new Oldest(h.CreatedAt, h.CustomerId))), 0, 0);
        }
        if (counter != Counters.UnderstandingReviews && counter != Counters.StateReviews) return (null, 0, 0);
        var reviews = store.Reviews.Where(((Counter<Review>)counter).Rows).Where(r => everyone || r.SalesUserId == key);
        var limits = await DueAsync(reviews.Select(r => r.DueAt), Ages.Soon, cancellationToken);
        return (await FirstAsync(reviews.OrderBy(r => r.CreatedAt).Select(r => new Oldest(r.CreatedAt, r.CustomerId))), limits.Late, limits.Soon);

        Task<Oldest?> FirstAsync(IQueryable<Oldest> rows) => rows.FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<(int Late, int Soon)> DueAsync(IQueryable<DateTime> limits, TimeSpan ahead, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var near = now + ahead;
        var late = await limits.Where(at => at <= now).Take(MostLate).CountAsync(cancellationToken);
        return (late, await limits.Where(at => at > now && at <= near).Take(MostLate).CountAsync(cancellationToken));
    }

    private sealed class Kept(CounterFacts facts, Guid key) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) facts._keys.AddOrUpdate(key, 0, (_, count) => count - 1);
        }
    }

    /// <summary>What waits longest.</summary>
    private sealed record Oldest(DateTime At, Guid CustomerId);
}
