using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Lists;

/// <summary>An act on many rows, sent as one command after another, until all are sent or somebody stops it.</summary>
public abstract class BulkRun
{
    /// <summary>Rows of which it is known what became of them.</summary>
    public int Sent { get; private set; }
    public int Rows { get; protected init; }
    public bool IsRunning { get; private set; }
    /// <summary>Somebody stopped it; nothing further is sent until it is sent anew.</summary>
    public bool IsStopped { get; protected set; }

    /// <summary>Raised on the page's own dispatcher.</summary>
    public event Action? Changed;

    /// <summary>Sends no further command; the one on its way is carried out.</summary>
    public void Stop() => IsStopped = true;

    protected void Tell(int sent, bool isRunning)
    {
        (Sent, IsRunning) = (sent, isRunning);
        Changed?.Invoke();
    }
}

/// <summary>A command of such an act. What is sent again is the same operation, and has the effect that it had.</summary>
/// <param name="Ids">The rows' ids.</param>
public sealed record BulkPart<TSeen>(IReadOnlyList<TSeen> Rows, IReadOnlyList<Guid> Ids)
{
    public Guid Operation { get; } = Guid.CreateVersion7();
}

/// <inheritdoc/>
public sealed class BulkRun<TSeen> : BulkRun
{
    private readonly IReadOnlyList<BulkPart<TSeen>> _parts;
    private readonly List<BulkPart<Guid>> _done = [];

    public BulkRun(IReadOnlyList<BulkPart<TSeen>> parts) => (_parts, Rows) = (parts, parts.Sum(p => p.Ids.Count));

    /// <param name="id">A row's id.</param>
    public BulkRun(IReadOnlyList<TSeen> rows, Func<TSeen, Guid> id) : this([.. rows.Chunk(Bulk.Most).Select(some => new BulkPart<TSeen>(some, [.. some.Select(id)]))]) { }

    /// <summary>What is sent first.</summary>
    public BulkPart<TSeen> First => _parts[0];

    /// <summary>The operations that were carried out, each with the rows that it changed.</summary>
    public IReadOnlyList<BulkPart<Guid>> Done => _done;

    /// <summary>Sends the parts; answers what became of each row, or why nothing came of any. Rows that were not sent, because somebody stopped it, are not in the answer.</summary>
    public async Task<Result<BulkAnswer>> SendAsync(Func<BulkPart<TSeen>, Task<Result<BulkAnswer>>> send)
    {
        var lines = new List<BulkLine>(Rows);
        IReadOnlyList<Error>? end = null;
        // Where nothing was done the form stays, and may be sent again.
        IsStopped = false;
        Tell(0, isRunning: true);
        try
        {
            foreach (var part in _parts)
            {
                if (IsStopped) break;
                if (end is null)
                {
                    var answer = await Repeating.WhileBusyAsync(() => send(part));
                    if (answer.Succeeded)
                    {
                        _done.Add(new BulkPart<Guid>([part.Operation], [.. answer.Value.Lines.Where(l => l.Refused is null).Select(l => l.Id)]));
                        lines.AddRange(answer.Value.Lines);
                    }
                    else
                    {
                        lines.AddRange(Refused(part, answer.Errors));
                        if (!answer.Errors.All(IsOfRows)) end = answer.Errors;
                    }
                }
                else lines.AddRange(Refused(part, end));
                Tell(lines.Count, isRunning: true);
            }
        }
        finally
        {
            Tell(lines.Count, isRunning: false);
        }
        return _done.Count > 0 ? new BulkAnswer(lines) : Result<BulkAnswer>.Fail(end ?? [.. lines.Select(l => l.Refused!).Distinct()]);
    }

    /// <summary>Whether it speaks of the rows, so that others may still be changed; else nothing that follows would be carried out.</summary>
    private static bool IsOfRows(Error error) => error.Kind is ErrorKind.NotFound or ErrorKind.Stale or ErrorKind.Conflict;

    /// <summary>A command that was refused for all its rows says each reason once, not for which row.</summary>
    private static IEnumerable<BulkLine> Refused(BulkPart<TSeen> part, IReadOnlyList<Error> errors) => part.Ids.Select((row, i) => new BulkLine(row, errors[Math.Min(i, errors.Count - 1)]));
}
