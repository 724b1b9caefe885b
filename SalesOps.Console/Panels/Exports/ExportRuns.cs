using System.Collections.Concurrent;

namespace SalesOps.Console.Panels.Exports;

/// <summary>The exports that are offered and those that run.</summary>
public sealed class ExportRuns
{
    /// <summary>So many of one person run at once; more are refused.</summary>
    private const int MostOfOne = 3;

    private readonly ConcurrentDictionary<Guid, ExportRun> _runs = new();

    /// <summary>An export that can be asked for, until it is withdrawn.</summary>
    public ExportRun Offer(Guid personId, string list)
    {
        var run = new ExportRun(personId, list);
        _runs[run.Id] = run;
        return run;
    }

    /// <summary>Takes an offer away that nobody took up; one that runs goes on.</summary>
    public void Withdraw(ExportRun run)
    {
        if (run.State == ExportState.Offered) _runs.TryRemove(run.Id, out _);
    }

    /// <summary>The person's export of this list that runs: for a page that comes back to it.</summary>
    public ExportRun? Running(Guid personId, string list) => _runs.Values.FirstOrDefault(r => r.State == ExportState.Running && r.PersonId == personId && r.List == list);

    /// <summary>Begins the export that was offered, or one that nobody watches from its beginning; null when too many run.</summary>
    internal ExportRun? Begin(Guid? id, Guid personId, string list, Action stop)
    {
        if (_runs.Values.Count(r => r.State == ExportState.Running && r.PersonId == personId) >= MostOfOne) return null;
        if (id is { } known && _runs.TryGetValue(known, out var run) && run.PersonId == personId && run.List == list && run.TryBegin(stop)) return run;
        run = Offer(personId, list);
        run.TryBegin(stop);
        return run;
    }

    internal void End(ExportRun run, ExportState state)
    {
        _runs.TryRemove(run.Id, out _);
        run.End(state);
    }
}
