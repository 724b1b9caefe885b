using System.Diagnostics;
using System.Text.Json;
using SalesOps.Tests.Bench.Circuits;

namespace SalesOps.Tests.Bench;

/// <summary>Many open pages, and for each of them when it got to show which sequence number.</summary>
public sealed class LiveSessions : IAsyncDisposable
{
    /// <summary>The sections that a browser of 1440 by 900 draws of a page that is opened, half a screen beyond the fold.</summary>
    public static readonly string[] Near = ["people", "agents", "customers"];

    /// <summary>All sections; who may not see one has none of that name.</summary>
    public static readonly string[] All = ["people", "agents", "customers", "assignments", "tasks", "handovers", "audit", "reports", "requests", "learning", "playbook", "settings"];

    private readonly List<Session> _signedIn = [];
    private readonly List<CircuitClient> _circuits = [];
    private readonly List<Seen> _seen = [];

    /// <summary>How many circuits are open.</summary>
    public int Count => _circuits.Count;

    /// <summary>Whether the number stands behind a '#' in one text node; else every text node of digits alone counts.</summary>
    public bool Hash { get; private set; } = true;

    /// <summary>Render batches received by all circuits.</summary>
    public long Batches => _circuits.Sum(c => c.Batches);

    /// <summary>Bytes of all render batches.</summary>
    public long BatchBytes => _circuits.Sum(c => c.BatchBytes);

    /// <summary>Why circuits ended early.</summary>
    public IEnumerable<Exception> Faults => _circuits.Select(c => c.Fault).OfType<Exception>();

    /// <summary>Signs every account in, once.</summary>
    public async Task SignInAsync(ConsoleProcess console, CancellationToken ct)
    {
        foreach (var (email, password) in console.Accounts) _signedIn.Add(await SignIn.RunAsync(console.Address, email, password, ct));
        if (_signedIn.Count == 0) throw new InvalidOperationException("The console printed no account.");
    }

    /// <summary>Opens <paramref name="count"/> circuits of the page, the accounts in turn, eight at a time; records how long each took.</summary>
    public async Task<LatencyHistogram> OpenAsync(int count, CancellationToken ct)
    {
        var took = new LatencyHistogram();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (i, token) =>
        {
            var seen = new Seen();
            var start = Stopwatch.GetTimestamp();
            var circuit = await CircuitClient.OpenAsync(_signedIn[i % _signedIn.Count], "/",
                new() { OnBatch = (_, batch, at) => Note(seen, batch, at), Answer = (call, arguments) => seen.Take(call, arguments) }, token);
            lock (_circuits)
            {
                took.Record(start, Stopwatch.GetTimestamp());
                _circuits.Add(circuit);
                _seen.Add(seen);
            }
        });
        return took;
    }

    /// <summary>Has these sections of every open page come near, and waits until all are drawn.</summary>
    public async Task OpenSectionsAsync(string[] sections, CancellationToken ct)
    {
        for (var i = 0; i < _circuits.Count; i++)
            foreach (var id in sections) await _circuits[i].InvokeAsync(await _seen[i].Watcher.Task.WaitAsync(ct), "SectionVisible", $"[\"{id}\",true]", ct);
        for (var (batches, last) = (Batches, -1L); batches != last; (batches, last) = (Batches, batches)) await Task.Delay(TimeSpan.FromSeconds(2), ct);
    }

    /// <summary>
    /// Finds out how the page writes its number, from what the open circuits have been sent since <paramref name="sequence"/> was reached.
    /// </summary>
    /// <exception cref="InvalidOperationException">The page shows no such number; the message holds the texts it does show.</exception>
    public void Recognize(long sequence)
    {
        if (_seen.Any(s => s.Reached(sequence, long.MaxValue, hash: true) > 0)) return;
        Hash = false;
        if (_seen.Any(s => s.Reached(sequence, long.MaxValue, hash: false) > 0)) return;
        var texts = _seen.SelectMany(s => s.Texts).Distinct(StringComparer.Ordinal).Take(40);
        throw new InvalidOperationException($"No page showed a sequence number of {sequence} or more. Texts sent: {string.Join(" | ", texts)}");
    }

    /// <summary>Forgets what was seen so far.</summary>
    public void Forget() => _seen.ForEach(s => s.Clear());

    /// <summary>For each session the time from <paramref name="since"/> to its first batch that showed <paramref name="sequence"/> or more; returns the misses.</summary>
    public int Record(LatencyHistogram histogram, long sequence, long highest, long since)
    {
        var missed = 0;
        foreach (var seen in _seen)
        {
            var at = seen.Reached(sequence, highest, Hash);
            if (at > 0) histogram.Record(since, at);
            else missed++;
        }
        return missed;
    }

    /// <summary>Ends every circuit and stays signed in.</summary>
    public async Task CloseAsync()
    {
        await Parallel.ForEachAsync(_circuits, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (c, _) => c.DisposeAsync());
        _circuits.Clear();
        _seen.Clear();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _signedIn.ForEach(s => s.Dispose());
    }

    private static void Note(Seen seen, ReadOnlySpan<byte> batch, long at) =>
        seen.Add(RenderBatchText.Sequence(batch), RenderBatchText.Sequence(batch, hash: false), at, batch);

    private sealed class Seen
    {
        private readonly List<(long Marked, long Plain, long At)> _numbers = new(1024);

        /// <summary>The object that is told which sections are near.</summary>
        public TaskCompletionSource<long> Watcher { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Take(string call, string argumentsJson)
        {
            if (call.EndsWith("watchSections", StringComparison.Ordinal))
                Watcher.TrySetResult(JsonDocument.Parse(argumentsJson).RootElement[0].GetProperty("__dotNetObject").GetInt64());
            return null;
        }

        public List<string> Texts { get; } = [];

        public void Add(long marked, long plain, long at, ReadOnlySpan<byte> batch)
        {
            lock (_numbers)
            {
                if (plain >= 0) _numbers.Add((marked, plain, at));
                else if (Texts.Count < 40) Texts.AddRange(RenderBatchText.TextNodes(batch));
            }
        }

        // A number above the highest that was given out is some other number of the page.
        public long Reached(long sequence, long highest, bool hash)
        {
            lock (_numbers)
            {
                foreach (var (marked, plain, at) in _numbers)
                {
                    var number = hash ? marked : plain;
                    if (number >= sequence && number <= highest) return at;
                }
                return 0;
            }
        }

        public void Clear()
        {
            lock (_numbers) _numbers.Clear();
        }
    }
}
