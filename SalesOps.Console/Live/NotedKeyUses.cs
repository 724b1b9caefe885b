using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.ApiKeys;

namespace SalesOps.Console.Live;

/// <summary>Tells the store every few minutes when API keys were last used; what is not told when the process dies is forgotten.</summary>
internal sealed class NotedKeyUses(WriteLane lane, KeyUses uses, IServiceProvider services, TimeProvider time, ILogger<NotedKeyUses> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var news = lane.Last.Directory.ApiKeys.Where(k => uses.LastUse(k.Id) > (k.LastUsedAt ?? DateTime.MinValue)).Select(k => new NoteKeyUses.Use(k.Id, uses.LastUse(k.Id)!.Value)).ToList();
                if (news.Count > 0) await services.SendAsync(Caller.System, new NoteKeyUses.Command(Guid.CreateVersion7(), news), stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "When API keys were used could not be noted");
            }
        }
    }
}
