using System.Collections.Immutable;
using System.Diagnostics;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Live;

/// <summary>
/// Takes what each commit changed to every circuit that watches it. One loop a core walks its circuits once a frame (100 ms) while
/// there is anything to tell, so that a burst of commits is one update, and no circuit waits for another.
/// </summary>
public sealed class ChangeFeed : IHostedService, IAsyncDisposable
{
    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly WriteLane _lane;
    private readonly ClaimBoard _claims;
    private readonly OpenPages _pages;
    private readonly LiveMeter _meter;
    private readonly Shard[] _shards;
    private readonly CancellationTokenSource _stop = new();
    private int _next;

    public ChangeFeed(WriteLane lane, ClaimBoard claims, OpenPages pages, LiveMeter meter)
    {
        _lane = lane;
        _claims = claims;
        _pages = pages;
        _meter = meter;
        _shards = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Shard())];
        _lane.Committed += OnCommit;
        _claims.Changed += OnClaims;
        _pages.Changed += OnPages;
        _lane.HealthChanged += OnHealth;
    }

    /// <summary>The counters and the directory as of the last commit.</summary>
    public Commit Last => _lane.Last;

    /// <summary>Whether the store takes writes.</summary>
    public StoreHealth Health => _lane.Health;

    /// <summary>Tells every circuit, besides commits: facts that were worked out anew.</summary>
    public void Publish(Topics topics)
    {
        foreach (var shard in _shards) shard.Signal(topics, Stopwatch.GetTimestamp());
    }

    internal void Add(LiveCircuit circuit)
    {
        circuit.Shard = _shards[(Interlocked.Increment(ref _next) & int.MaxValue) % _shards.Length];
        ImmutableInterlocked.Update(ref circuit.Shard.Circuits, static (list, item) => list.Add(item), circuit);
        _meter.Circuits.Add(1);
    }

    internal void Remove(LiveCircuit circuit)
    {
        ImmutableInterlocked.Update(ref circuit.Shard!.Circuits, static (list, item) => list.Remove(item), circuit);
        _meter.Circuits.Add(-1);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var shard in _shards) shard.Loop = Task.Run(() => RunAsync(shard, _stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_shards.Select(s => s.Loop));
    }

    internal void NoteDrawn(long since) => _meter.FanOut.Record(Stopwatch.GetElapsedTime(since).TotalMilliseconds);

    private void OnCommit(Commit commit) => Publish(TopicsOf.Commit(commit));

    private void OnClaims() => Publish(Topics.Claims);

    private void OnPages() => Publish(Topics.Presence);

    private void OnHealth(StoreHealth health) => Publish(Topics.Store);

    private static async Task RunAsync(Shard shard, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await shard.Awake.WaitAsync(stop);
                var (topics, since) = shard.Take();
                var waits = false;
                foreach (var circuit in shard.Circuits) waits |= circuit.Tell(topics, since);
                await Task.Delay(Frame, stop);
                // A tab that is still at the last frame, or a grid that may not read yet, is asked again with the next.
                if (waits) shard.Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    public ValueTask DisposeAsync()
    {
        _lane.Committed -= OnCommit;
        _claims.Changed -= OnClaims;
        _pages.Changed -= OnPages;
        _lane.HealthChanged -= OnHealth;
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The circuits that one loop serves, and what it has to tell them.</summary>
    internal sealed class Shard
    {
        private int _topics;
        private long _since;

        public ImmutableArray<LiveCircuit> Circuits = [];
        public SemaphoreSlim Awake { get; } = new(0, 1);
        public Task Loop { get; set; } = Task.CompletedTask;

        public void Signal(Topics topics, long now)
        {
            if (topics != Topics.None && Interlocked.Or(ref _topics, (int)topics) == 0) Volatile.Write(ref _since, now);
            Wake();
        }

        /// <summary>Has the loop ask its circuits, also when nothing new is to be told.</summary>
        public void Wake()
        {
            lock (Awake)
                if (Awake.CurrentCount == 0) Awake.Release();
        }

        public (Topics Topics, long Since) Take() => ((Topics)Interlocked.Exchange(ref _topics, 0), Volatile.Read(ref _since));
    }
}
