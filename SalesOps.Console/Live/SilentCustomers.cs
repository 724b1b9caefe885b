using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Live;

/// <summary>
/// Erases customers who were not heard from for longer than customers are kept: a few at a time, which the lane takes as one batch, and then
/// leaves the lane to others, because after each batch it clears the old bytes.
/// </summary>
internal sealed class SilentCustomers(IServiceProvider services, TimeProvider time, ILogger<SilentCustomers> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var erased = 0;
            try
            {
                erased = await EraseAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Customers who are kept no longer could not be erased");
            }
            await Task.Delay(erased > 0 ? Between : Every, time, stoppingToken);
        }
    }

    private async Task<int> EraseAsync(CancellationToken cancellationToken)
    {
        var found = await services.SendAsync(Caller.System, new FindSilentCustomers.Query(), cancellationToken);
        var answers = await Task.WhenAll(found.Value.Customers.Select(id => services.SendAsync(Caller.System, new EraseSilentCustomer.Command(Guid.CreateVersion7(), id), cancellationToken)));
        var erased = answers.Count(a => a.Succeeded);
        if (erased > 0) log.LogInformation("Erased {Erased} customers who were kept long enough", erased);
        return erased;
    }
}
