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

    /// <summary>Whose erasure failed: they are passed over until nobody else is left.</summary>
    private readonly HashSet<Guid> _failed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var isMore = false;
            try
            {
                isMore = await EraseAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Customers who are kept no longer could not be erased");
            }
            await Task.Delay(isMore ? Between : Every, time, stoppingToken);
        }
    }

    /// <summary>Erases some; whether there may be more.</summary>
    private async Task<bool> EraseAsync(CancellationToken cancellationToken)
    {
        var found = (await services.SendAsync(Caller.System, new FindSilentCustomers.Query { Except = _failed.ToHashSet() }, cancellationToken)).Value.Customers;
        var before = _failed.Count;
        var answers = await Task.WhenAll(found.Select(id => TryEraseAsync(id, cancellationToken)));
        var erased = 0;
        foreach (var (id, isErased) in found.Zip(answers))
        {
            if (isErased is null) _failed.Add(id);
            else if (isErased.Value) erased++;
        }
        if (erased > 0) log.LogInformation("Erased {Erased} customers who were kept long enough", erased);
        var isMore = erased > 0 || _failed.Count > before;
        if (!isMore) _failed.Clear();
        return isMore;
    }

    /// <summary>Null when it failed, which is logged and keeps nobody else.</summary>
    private async Task<bool?> TryEraseAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return (await services.SendAsync(Caller.System, new EraseSilentCustomer.Command(Guid.CreateVersion7(), id), cancellationToken)).Succeeded;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            log.LogError(problem, "Customer {Customer}, who is kept no longer, could not be erased", id);
            return null;
        }
    }
}
