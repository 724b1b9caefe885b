using SalesOps.Domain.Store;

namespace SalesOps.Console.Live;

/// <summary>Brings messages into the search for their words while the store has nothing else to do.</summary>
internal sealed class UnreadMessages(MessageIndexing indexing, TimeProvider time, ILogger<UnreadMessages> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (!stoppingToken.IsCancellationRequested && await indexing.StepAsync()) { }
            }
            catch (Exception problem)
            {
                log.LogError(problem, "Messages could not be brought into the search");
            }
        }
    }
}
