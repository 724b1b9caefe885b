using SalesOps.Domain.Store;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Every write, truncation and sync of every business transaction is a point at which the process dies, power goes, or the disk refuses.</summary>
public sealed class CrashPointTests(FaultDay day, ITestOutputHelper output) : IClassFixture<FaultDay>
{
    /// <summary>Pages after which these runs take the log into the database: every deed does.</summary>
    private const int CheckpointPages = 8;
    private const int SureTornPoints = 250;

    /// <summary>What a long run tries besides torn writes: every kill (5,401), every sync (192), every fourth call refused in two ways (7,600).</summary>
    private const int OtherPoints = 13_000;

    /// <summary>A commit, a checkpoint and an erasure write page after page: within a long row of writes to one file the short run takes every fortieth.</summary>
    private const int LongRow = 6;
    private const int OfALongRow = 40;

    [Fact]
    public Task Kill_AfterEveryCall_LosesAndDoublesNothing() => CrashAsync(from calls in Enumerable.Range(0, day.Calls.Count + 1) where IsTaken(calls) select (Crash.Kill, calls, Seed: 0));

    [Fact]
    public Task PowerCut_AfterEverySync_LosesAndDoublesNothing() =>
        CrashAsync(from calls in Enumerable.Range(1, day.Calls.Count) where day.Calls[calls - 1].Kind == DiskCallKind.Sync select (Crash.PowerCut, calls, Seed: 0));

    [Fact]
    public Task PowerCut_TornWrites_LosesAndDoublesNothing() =>
        CrashAsync(Enumerable.Range(0, Math.Max(SureTornPoints, FaultDay.Points - OtherPoints)).Select(seed => (Crash.TornPowerCut, new Random(seed).Next(day.Calls.Count + 1), seed)));

    private bool IsTaken(int calls)
    {
        bool IsWrite(int call) => call >= 0 && call < day.Calls.Count && day.Calls[call].Kind == DiskCallKind.Write && day.Calls[call].File == day.Calls[calls].File;
        return FaultDay.Points > OtherPoints || calls % OfALongRow == 0 || calls == day.Calls.Count || !Enumerable.Range(calls - LongRow / 2, LongRow).All(IsWrite);
    }

    private Task CrashAsync(IEnumerable<(Crash Crash, int Calls, int Seed)> points) => FaultDay.ForEachAsync(points, output, async point =>
    {
        var folder = day.StoreAfter(point.Calls, point.Crash, point.Seed);
        await History.Of(day, day.AnsweredAt(point.Calls)).CheckAsync(folder, $"{point}", toTheEnd: point.Calls % 53 == 0);
        Directory.Delete(folder, recursive: true);
    });

    /// <summary>A call fails once, or from then on until the process is started again; what it does to the deeds under way, and after.</summary>
    [Theory]
    [InlineData("EIO", false)]
    [InlineData("ENOSPC", true)]
    public async Task Disk_RefusesAnyCall_LosesAndDoublesNothing(string error, bool stays)
    {
        // The number of the call that fails grows until the deeds end before it; every eightieth is taken, in the long run every fourth, from another start in each deed.
        var step = FaultDay.Points > OtherPoints ? 4 : 80;
        var fault = error == "EIO" ? DiskFault.Io : DiskFault.Full;
        await FaultDay.ForEachAsync(Enumerable.Range(0, Deeds.Day.Count), output, async deed =>
        {
            for (var at = deed % step; await RefuseAsync(deed, at, fault, stays); at += step) Interlocked.Increment(ref _refused);
        });
        output.WriteLine($"{_refused} calls refused");
        Assert.True(_refused > 200, $"Only {_refused} calls were refused.");
    }

    private int _refused;

    private async Task<bool> RefuseAsync(int deed, int at, DiskFault fault, bool stays)
    {
        var where = $"'{Deeds.Day[deed].Name}', call {at}, {fault.Name}";
        var folder = day.StoreAfter(deed == 0 ? 0 : day.CallsAt[deed - 1]);
        var history = History.Of(day, deed);
        using var disk = new FaultyDisk(folder, at, fault, stays);
        try
        {
            await WorkAsync(history, disk, Math.Min(deed + 2, Deeds.Day.Count), stays, where);
        }
        catch (StoreException)
        {
            // Opening writes as well: a start that is refused has answered nothing.
            Assert.Equal(deed, history.Answered);
        }
        disk.Heal();
        await history.CheckAsync(folder, where);
        Directory.Delete(folder, recursive: true);
        return disk.Fired is not null;
    }

    private static async Task WorkAsync(History history, FaultyDisk disk, int until, bool stays, string where)
    {
        await using var console = new TestConsole(disk.Folder, keep: true, asServed: true, CheckpointPages, new DayClock());
        while (history.Answered < until)
        {
            if (await history.SendNextAsync(console)) continue;
            Assert.True(disk.Fired is not null, $"{where}: refused, though the disk refused nothing.");
            // After a failed sync only a new start helps; what fails once is overcome by the lane itself.
            if (stays || !await console.Lane.RecoveredAsync()) break;
        }
        // Answered after what went before, its checkpoint included.
        await console.Lane.RefuseAsync(_ => { });
        Assert.True(disk.Fired != DiskCallKind.Sync || console.Lane.Health != StoreHealth.Sound, $"{where}: it goes on after a failed sync.");
        disk.Heal();
    }
}
