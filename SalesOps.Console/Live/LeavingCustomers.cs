using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Live;

/// <summary>Moves customers who stayed with an agent until their conversation ended, some minutes after it has.</summary>
internal sealed class LeavingCustomers(IServiceProvider services, TimeProvider time, ILogger<LeavingCustomers> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while ((await services.SendAsync(Caller.System, new MoveLeavingCustomers.Command(Guid.CreateVersion7()), stoppingToken)).Succeeded) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Customers whose conversation ended could not be moved");
            }
        }
    }
}
