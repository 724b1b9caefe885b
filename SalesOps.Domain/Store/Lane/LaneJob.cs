using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.Store.Lane;

/// <summary>A command or other work in line, until it is answered.</summary>
internal sealed class LaneJob(LaneRequest request, Func<Change, Task<Outcome>> work)
{
    private LaneAnswer? _result;

    public LaneJob(Action<SqliteConnection> tending) : this(new LaneRequest(Guid.Empty, nameof(tending), [], Actor.System), _ => throw new InvalidOperationException("No command.")) => Tending = tending;

    public LaneRequest Request { get; } = request;
    /// <summary>When it came; of a clock that nobody sets.</summary>
    public long Since { get; } = TimeProvider.System.GetTimestamp();
    /// <summary>Work that belongs to no command; null for a command.</summary>
    public Action<SqliteConnection>? Tending { get; }
    public TaskCompletionSource<LaneAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Outcome> RunAsync(Change change) => work(change);

    public void Settle(LaneAnswer result) => _result = result;

    public void Complete() => Answer.TrySetResult(_result!);
}
