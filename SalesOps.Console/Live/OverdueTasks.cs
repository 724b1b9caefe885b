using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Console.Live;

/// <summary>Gives the fallback owner what is overdue for too long, within a minute.</summary>
internal sealed class OverdueTasks(WriteLane lane, IServiceProvider services, TimeProvider time, ILogger<OverdueTasks> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                while (lane.Last.Directory.FallbackOwner is not null
                    && await services.SendAsync(Caller.System, new EscalateTasks.Command(Guid.CreateVersion7()), stoppingToken) is { Succeeded: true, Value.IsMore: true }) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Overdue tasks could not be handed on");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
