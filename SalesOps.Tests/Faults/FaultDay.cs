using System.Collections.Concurrent;
using System.Globalization;
using SalesOps.Domain.Store.Files;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>One working day on a sound disk, with every call it made of the disk.</summary>
public sealed class FaultDay : IAsyncLifetime
{
    /// <summary>Few enough that the day takes the log into the database several times.</summary>
    private const int CheckpointPages = 60;

    // In memory where there is such a place: a fault is simulated, and waiting for a real disk would only take time.
    private readonly string _root = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"salesops-faults-{Guid.NewGuid():N}")).FullName;
    private readonly List<string> _answers = [];
    private readonly List<StoreTotals> _totals = [];
    private readonly List<int> _callsAt = [];
    private int _folders;

    /// <summary>How many points are asked for: SALESOPS_FAULT_POINTS, or 2,000.</summary>
    internal static int Points => int.Parse(Environment.GetEnvironmentVariable("SALESOPS_FAULT_POINTS") ?? "2000", CultureInfo.InvariantCulture);

    internal IReadOnlyList<DiskCall> Calls { get; private set; } = [];

    /// <summary>Deed by deed: the answer, what the store held then, and how many calls the disk had had.</summary>
    internal IReadOnlyList<string> Answers => _answers;

    /// <inheritdoc cref="Answers"/>
    internal IReadOnlyList<StoreTotals> Totals => _totals;

    /// <inheritdoc cref="Answers"/>
    internal IReadOnlyList<int> CallsAt => _callsAt;

    /// <summary>Whose commands were carried out.</summary>
    internal IReadOnlySet<string> UseCases { get; private set; } = new HashSet<string>();

    private string Empty { get; set; } = "";

    /// <summary>How many deeds had been answered when the disk had had so many calls.</summary>
    internal int AnsweredAt(int calls) => _callsAt.Count(at => at <= calls);

    /// <summary>A folder with the store as the first <paramref name="calls"/> calls leave it.</summary>
    internal string StoreAfter(int calls, Crash crash = Crash.Kill, int seed = 0)
    {
        var folder = NewFolder();
        CrashImage.Make(Empty, folder, Calls, calls, crash, seed);
        return folder;
    }

    /// <summary>Checks every point, two at a time, and reports the first that fail.</summary>
    /// <returns>How many there were.</returns>
    internal static async Task<int> ForEachAsync<T>(IEnumerable<T> points, ITestOutputHelper output, Func<T, Task> check)
    {
        var (count, problems) = (0, new ConcurrentQueue<string>());
        await Parallel.ForEachAsync(points, TestContext.Current.CancellationToken, async (point, _) =>
        {
            Interlocked.Increment(ref count);
            try
            {
                await check(point);
            }
            catch (Exception problem)
            {
                problems.Enqueue(problem.Message);
            }
        });
        output.WriteLine($"{count} points");
        Assert.True(problems.IsEmpty, string.Join('\n', problems.Take(10)));
        return count;
    }

    public async ValueTask InitializeAsync()
    {
        Empty = NewFolder();
        await new StoreFiles(Empty).OpenWriter().DisposeAsync();
        var folder = NewFolder();
        CrashImage.Make(Empty, folder, [], 0, Crash.Kill, 0);
        using var disk = new FaultyDisk(folder);
        await using var console = new TestConsole(folder, keep: true, asServed: true, CheckpointPages, new DayClock());
        foreach (var deed in Deeds.Day)
        {
            _answers.Add((await deed.SendAsync(console))!);
            _callsAt.Add(disk.Count);
            _totals.Add(StoreTotals.Of(console));
        }
        Calls = [.. disk.Calls];
        await using var store = console.Read();
        UseCases = store.Operations.Select(o => o.Name).Distinct().ToHashSet();
        Assert.Contains(Calls, c => c is { Kind: DiskCallKind.Sync, File: "salesops.db" });
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, Interlocked.Increment(ref _folders).ToString(CultureInfo.InvariantCulture))).FullName;
}
