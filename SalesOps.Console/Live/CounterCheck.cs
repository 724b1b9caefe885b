using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.UseCases.Counters;

namespace SalesOps.Console.Live;

/// <summary>The last comparison of a counter with its rows.</summary>
/// <param name="At">UTC.</param>
/// <param name="Sequence">The audit entry at which it was made.</param>
public sealed record CheckedCount(DateTime At, long Sequence, CheckCounters.Count Count);

/// <summary>
/// Compares all numbers with their lists and a recount, every minute and sooner while something differs. A number that differs
/// is not shown until it agrees again (<see cref="ShownCounters"/>): its place and a banner say so, with a metric and the log.
/// </summary>
public sealed class CounterCheck(IServiceProvider services, ShownCounters shown, ChangeFeed feed, LiveMeter meter, TimeProvider time, ILogger<CounterCheck> log) : BackgroundService
{
    /// <summary>The pause is at least so many times what the comparison took: a large store spends a thirtieth of its time on them at most, also while something differs.</summary>
    private const int Share = 30;
    /// <summary>The pause between two comparisons while everything agrees; longer where one takes long.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    /// <summary>The pause while something differs; longer likewise.</summary>
    public static readonly TimeSpan Alarmed = TimeSpan.FromSeconds(15);

    private volatile Outcome _last = new(default, 0, new Dictionary<(string, Guid), CheckCounters.Count>());

    /// <summary>The counter's last comparison; null before the first.</summary>
    public CheckedCount? this[Counter counter, Guid key] => _last is { Sequence: > 0 } last
        ? new CheckedCount(last.At, last.Sequence, last.Counts.GetValueOrDefault((counter.Code, key)) ?? new CheckCounters.Count(0, 0, null, 0))
        : null;

    /// <summary>Compares now.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await services.SendAsync(Caller.System, new CheckCounters.Query(), cancellationToken);
        if (!answer.Succeeded)
        {
            log.LogWarning("The counters could not be compared: {Reason}", answer.Errors[0].Message);
            return;
        }
        var before = _last;
        _last = new Outcome(time.GetUtcNow().UtcDateTime, answer.Value.Sequence, answer.Value.Counts);
        var (was, wrong) = (before.Wrong, _last.Wrong);
        meter.WrongCounters = wrong.Count;
        foreach (var (code, key) in wrong)
            log.LogError("Counter {Code} of {Key} is wrong at entry {Sequence}: {Count}", code, key, _last.Sequence, _last.Counts[(code, key)]);
        foreach (var (code, key) in was.Except(wrong)) log.LogInformation("Counter {Code} of {Key} agrees again at entry {Sequence}", code, key, _last.Sequence);
        if (shown.Doubt(wrong)) feed.Publish(Topics.CounterFacts | Topics.Doubts);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "The counters could not be compared");
            }
            // A store that was empty at start fills soon.
            await Task.Delay(Pause(_last is { Sequence: > 0, Wrong.Count: 0 }, time.GetElapsedTime(started)), time, stoppingToken);
        }
    }

    /// <summary>What is waited for after a comparison.</summary>
    /// <param name="took">How long it took.</param>
    internal static TimeSpan Pause(bool isCalm, TimeSpan took) => (isCalm ? Calm : Alarmed) is var least && Share * took is var share && share > least ? share : least;

    private sealed record Outcome(DateTime At, long Sequence, IReadOnlyDictionary<(string Code, Guid Key), CheckCounters.Count> Counts)
    {
        public IReadOnlyList<(string Code, Guid Key)> Wrong { get; } = [.. Counts.Where(c => !c.Value.Agrees).Select(c => c.Key).Order()];
    }
}
