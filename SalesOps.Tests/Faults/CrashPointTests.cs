using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Every write, truncation and sync of every business transaction is a point at which the process dies, power goes, or the disk refuses.</summary>
public sealed class CrashPointTests(FaultDay day, ITestOutputHelper output) : IClassFixture<FaultDay>
{
    /// <summary>Pages after which these runs take the log into the database: every deed does.</summary>
    private const int CheckpointPages = 8;
    private const int SureTornPoints = 250;

    /// <summary>Above this every kill is tried, and every fourth call refused.</summary>
    private const int LongRun = 13_000;

    /// <summary>A commit, a checkpoint and an erasure write page after page: within a long row of writes to one file the short run takes every fortieth.</summary>
    private const int LongRow = 6;
    private const int OfALongRow = 40;

    /// <summary>One fault is one refusal, and a second where the lane had yet to see it.</summary>
    private const int MostRefusals = 5;

    /// <summary>Thousands of points wait for the lane's next try.</summary>
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(10);

    private static bool IsLong => FaultDay.Points > LongRun;

    /// <summary>How many calls are refused in each of the two ways, at the least: how many there are is known once the deeds end before the next.</summary>
    private static int LeastRefused => IsLong ? 3_000 : 200;

    private static int LeastKills => IsLong ? 6_800 : 1_200;
    private const int LeastCuts = 230;

    private List<(Crash Crash, int Calls, int Seed)> Kills => [.. from calls in Enumerable.Range(0, day.Calls.Count + 1) where IsTaken(calls) select (Crash.Kill, calls, 0)];

    private List<(Crash Crash, int Calls, int Seed)> Cuts => [.. from calls in Enumerable.Range(1, day.Calls.Count) where day.Calls[calls - 1].Kind == DiskCallKind.Sync select (Crash.PowerCut, calls, 0)];

    /// <summary>As many as are still missing of those that were asked for.</summary>
    private List<(Crash Crash, int Calls, int Seed)> Torn => [.. Enumerable.Range(0, Math.Max(SureTornPoints, FaultDay.Points - Kills.Count - Cuts.Count - 2 * LeastRefused))
        .Select(seed => (Crash.TornPowerCut, new Random(seed).Next(day.Calls.Count + 1), seed))];

    [Fact]
    public Task Kill_AfterEveryCall_LosesAndDoublesNothing() => CrashAsync(Kills);

    [Fact]
    public Task PowerCut_AfterEverySync_LosesAndDoublesNothing() => CrashAsync(Cuts);

    [Fact]
    public Task PowerCut_TornWrites_LosesAndDoublesNothing() => CrashAsync(Torn);

    /// <summary>Each of the tests holds that it took as many as it says here. Torn writes fill up whatever is asked for, so that of the others a floor is held: four fifths of what there were.</summary>
    [Fact]
    public void Points_OfAllTests_AreAsManyAsWereAskedFor()
    {
        var points = Kills.Count + Cuts.Count + Torn.Count + 2 * LeastRefused;
        output.WriteLine($"{Kills.Count} kills, {Cuts.Count} power cuts, {Torn.Count} torn writes, at least {2 * LeastRefused} refused calls: {points}");
        Assert.True(points >= FaultDay.Points, $"{points} points of {FaultDay.Points}");
        Assert.True(Kills.Count >= LeastKills, $"{Kills.Count} kills, of {LeastKills} at the least");
        Assert.True(Cuts.Count >= LeastCuts, $"{Cuts.Count} power cuts, of {LeastCuts} at the least");
    }

    private bool IsTaken(int calls)
    {
        bool IsWrite(int call) => call >= 0 && call < day.Calls.Count && day.Calls[call].Kind == DiskCallKind.Write && day.Calls[call].File == day.Calls[calls].File;
        return IsLong || calls % OfALongRow == 0 || calls == day.Calls.Count || !Enumerable.Range(calls - LongRow / 2, LongRow).All(IsWrite);
    }

    private async Task CrashAsync(List<(Crash Crash, int Calls, int Seed)> points) => Assert.Equal(points.Count, await FaultDay.ForEachAsync(points, output, async point =>
    {
        var folder = day.StoreAfter(point.Calls, point.Crash, point.Seed);
        await History.Of(day, day.AnsweredAt(point.Calls)).CheckAsync(folder, $"{point}", toTheEnd: point.Calls % 53 == 0);
        Directory.Delete(folder, recursive: true);
    }));

    /// <summary>A call fails once, or from then on until there is room again; what it does to the deeds under way, and after.</summary>
    [Theory]
    [InlineData("EIO", false)]
    [InlineData("ENOSPC", true)]
    public async Task Disk_RefusesAnyCall_LosesAndDoublesNothing(string error, bool stays)
    {
        // The number of the call that fails grows until the deeds end before it; every eightieth is taken, in the long run every fourth, from another start in each deed.
        var step = IsLong ? 4 : 80;
        var fault = error == "EIO" ? DiskFault.Io : DiskFault.Full;
        await FaultDay.ForEachAsync(Enumerable.Range(0, Deeds.Day.Count), output, async deed =>
        {
            for (var at = deed % step; await RefuseAsync(deed, at, fault, stays); at += step) Interlocked.Increment(ref _refused);
        });
        output.WriteLine($"{_refused} calls refused");
        Assert.True(_refused >= LeastRefused, $"Only {_refused} calls were refused.");
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
            await WorkAsync(history, disk, Math.Min(deed + 2, Deeds.Day.Count), where);
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

    /// <summary>After a failed sync only a new start helps; everything else the lane overcomes by itself once there is room, and goes on with what was refused.</summary>
    private static async Task WorkAsync(History history, FaultyDisk disk, int until, string where)
    {
        await using var console = new TestConsole(disk.Folder, keep: true, asServed: true, CheckpointPages, new DayClock(), ProbePause);
        for (var refused = 0; history.Answered < until && console.Lane.Health != StoreHealth.Broken;)
        {
            if (await history.SendNextAsync(console)) continue;
            Assert.True(disk.Fired is not null, $"{where}: refused, though the disk refused nothing.");
            Assert.True(++refused <= MostRefusals, $"{where}: '{Deeds.Day[history.Answered].Name}' is refused for ever, though the disk is healed.");
            disk.Heal();
            await console.Lane.RecoveredAsync();
        }
        // Answered after what went before, its checkpoint included.
        await console.Lane.RefuseAsync(_ => { });
        disk.Heal();
        var isSound = await console.Lane.RecoveredAsync();
        if (disk.Fired == DiskCallKind.Sync) Assert.False(isSound, $"{where}: it goes on after a failed sync.");
        else Assert.True(isSound && history.Answered == until, $"{where}: it does not go on after a {disk.Fired} that was refused.");
    }
}
