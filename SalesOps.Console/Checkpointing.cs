using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Proofs;

namespace SalesOps.Console;

/// <summary>Notes outside the store how far the audit chain is: every thousand entries, every five minutes in which it grew, and at the end.</summary>
internal sealed class Checkpointing(WriteLane lane, StoreFiles files, TimeProvider time, ILogger<Checkpointing> log) : BackgroundService
{
    private const int Entries = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _due = new(0, 1);
    private long _noted = lane.Last.Counters.Sequence;

    /// <summary>Where the checkpoints of a store are kept: beside it, unless <c>Console__Checkpoints</c> in the environment names a folder, for the server and for those who read them.</summary>
    public static string FolderOf(StoreFiles files) => Environment.GetEnvironmentVariable("Console__Checkpoints") ?? files.Checkpoints;

    /// <summary>The checkpoints that somebody names, a file or a folder of such files; the store's own when nobody does.</summary>
    /// <exception cref="StoreException">They cannot be read.</exception>
    public static List<CheckpointFile> Read(string? kept, StoreFiles files) => kept is null ? CheckpointLog.ReadFiles(FolderOf(files))
        : Directory.Exists(kept) ? CheckpointLog.ReadFiles(Path.GetFullPath(kept)) : [CheckpointLog.ReadFile(Path.GetFullPath(kept))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lane.Committed += OnCommitted;
        CheckpointLog? checkpoints = null;
        try
        {
            while (true)
            {
                checkpoints ??= TryOpen();
                if (checkpoints is not null) Note(checkpoints);
                if (stoppingToken.IsCancellationRequested) return;
                // Ends early, and without an exception, when the service is to stop: then one more is due.
                await ((Task)_due.WaitAsync(Pause, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            lane.Committed -= OnCommitted;
            checkpoints?.Dispose();
        }
    }

    /// <summary>The last checkpoint is waited for, also when what stopped before took all the time there was: it says where the log ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { } last) await last;
    }

    private CheckpointLog? TryOpen()
    {
        try
        {
            return new CheckpointLog(FolderOf(files), SigningKey.FileOf(files.Folder));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or StoreException or System.Security.Cryptography.CryptographicException)
        {
            log.LogError(problem, "There are no checkpoints of the audit log; it is tried again");
            Volatile.Write(ref _noted, lane.Last.Counters.Sequence);
            return null;
        }
    }

    private void Note(CheckpointLog checkpoints)
    {
        try
        {
            checkpoints.Add(files, time.GetUtcNow().UtcDateTime);
            Volatile.Write(ref _noted, checkpoints.Last?.Sequence ?? 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            log.LogWarning(problem, "The audit log's checkpoint could not be noted; it is tried again");
            // Not with each commit.
            Volatile.Write(ref _noted, lane.Last.Counters.Sequence);
        }
    }

    private void OnCommitted(Commit commit)
    {
        if (commit.Counters.Sequence - Volatile.Read(ref _noted) < Entries || _due.CurrentCount > 0) return;
        _due.Release();
    }

    public override void Dispose()
    {
        // Cancels what waits for it.
        base.Dispose();
        _due.Dispose();
    }
}
