using MediatR;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.Live;

/// <summary>
/// Sends a command for as long as there is something to do. It looks whether there is at its start, when a commit gives reason to, and every so often;
/// a reason that comes while it works makes it look once more. A failure is logged, and the next reason to look finds what was left.
/// </summary>
/// <param name="name">What it is called in the log.</param>
internal sealed class Worker<T>(IServiceProvider services, string name) : BackgroundService
{
    private readonly WriteLane _lane = services.GetRequiredService<WriteLane>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly ILogger _log = services.GetRequiredService<ILoggerFactory>().CreateLogger($"{typeof(Workers).Namespace}.{name}");
    private readonly SemaphoreSlim _reason = new(0, 1);

    /// <summary>Whether it looks when it starts; otherwise not before there is another reason to.</summary>
    public bool LooksAtStart { get; init; } = true;
    /// <summary>How often it looks, whatever is committed; never by itself unless said.</summary>
    public TimeSpan Every { get; init; } = Timeout.InfiniteTimeSpan;
    /// <summary>Whether a commit is a reason to look; must return at once and must not throw.</summary>
    public Func<Commit, bool> OnCommit { get; init; } = _ => false;
    /// <summary>What it waits for between a reason and the look.</summary>
    public Func<CancellationToken, Task> After { get; init; } = _ => Task.CompletedTask;
    /// <summary>Whether there may be something to do, as of the last commit; asked before each command.</summary>
    public Func<Commit, bool> While { get; init; } = _ => true;
    /// <summary>The command, of an operation's id.</summary>
    public required Func<Guid, IRequest<Result<T>>> Send { get; init; }
    /// <summary>Whether a command that was carried out left something to do; unless said, the next one finds out, which is refused when there is nothing.</summary>
    public Func<T, bool> IsMore { get; init; } = _ => true;
    /// <summary>What the log says of a failure.</summary>
    public required string Failure { get; init; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _lane.Committed += Hear;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = _time.CreateTimer(_ => Wake(), null, Every, Every);
        if (LooksAtStart) Wake();
        while (!stoppingToken.IsCancellationRequested)
        {
            await _reason.WaitAsync(stoppingToken);
            try
            {
                await After(stoppingToken);
                while (!stoppingToken.IsCancellationRequested && While(_lane.Last) && await SendAsync(stoppingToken)) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
#pragma warning disable CA2254 // Each worker has one constant text, without values.
                _log.LogError(problem, Failure);
#pragma warning restore CA2254
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _lane.Committed -= Hear;
        return base.StopAsync(cancellationToken);
    }

    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        var answer = await services.SendAsync(Caller.System, Send(Guid.CreateVersion7()), cancellationToken);
        return answer.Succeeded && IsMore(answer.Value);
    }

    private void Hear(Commit commit)
    {
        if (OnCommit(commit)) Wake();
    }

    private void Wake()
    {
        lock (_reason)
            if (_reason.CurrentCount == 0) _reason.Release();
    }
}
