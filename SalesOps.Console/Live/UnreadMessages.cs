using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.Live;

/// <summary>
/// Brings messages into the search for their words while the store has little else to do: after a second that brought much it waits for the next,
/// because between two full batches the lane only looks idle (the ingest bench took 966 us of processor a message so, and takes 832 us now).
/// </summary>
internal sealed class UnreadMessages(MessageIndexing indexing, WriteLane lane, TimeProvider time, ILogger<UnreadMessages> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    /// <summary>Audit entries from one look to the next.</summary>
    private const int Much = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var last = lane.Last.Counters.Sequence;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var sequence = lane.Last.Counters.Sequence;
            var isBusy = sequence - last > Much;
            last = sequence;
            if (isBusy) continue;
            try
            {
                // For no longer than until the next look: much may begin to come in while there is a lot to catch up on.
                var began = time.GetTimestamp();
                while (!stoppingToken.IsCancellationRequested && time.GetElapsedTime(began) < Every && await indexing.StepAsync(stoppingToken)) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Messages could not be brought into the search");
            }
        }
    }
}
