using System.Diagnostics;
using SalesOps.Domain.Store.Files;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>
/// The same day in a process of its own, with faults made by the system at the calls themselves: shows that the simulated disk of
/// <see cref="CrashPointTests"/> fails as a real one does.
/// </summary>
public sealed class StraceTests(FaultDay day, ITestOutputHelper output) : IClassFixture<FaultDay>
{
    private const string Strace = "/usr/bin/strace";

    /// <summary>Call, what happens to it, and to which of them (counted per thread).</summary>
    private static readonly (string Call, string What, int[] When)[] Faults =
    [
        ("pwrite64", "signal=SIGKILL", [1, 2, 6, 11, 20, 35]),
        ("fsync", "signal=SIGKILL", [1, 2, 3]),
        ("pwrite64", "error=EIO", [1, 9, 26]),
        ("fsync", "error=EIO", [1, 2]),
        ("pwrite64", "error=ENOSPC", [1, 13]),
    ];

    [Fact]
    public async Task SystemFaults_OfEveryKind_LoseAndDoubleNothing()
    {
        if (!File.Exists(Strace) && await AptGet.InstallAsync("strace") is { } missing) SystemTools.Miss($"There is no {Strace}, and it could not be installed: {missing}");
        if (await SystemTools.RunAsync(Strace, "-f", "-o", "/dev/null", "true") is { } refused) SystemTools.Miss($"strace may not trace here: {refused}");
        var points = from f in Faults from at in f.When select (f.Call, f.What, At: at);
        await FaultDay.ForEachAsync(points, output, async point =>
        {
            var folder = day.StoreAfter(0);
            var (answers, fired) = await RunAsync(folder, $"{point.Call}:{point.What}:when={point.At}");
            Assert.True(fired, "the fault did not fire");
            await History.Of(day, answers).CheckAsync(folder, $"{point}", toTheEnd: true);
        });
    }

    private static async Task<(string[] Answers, bool Fired)> RunAsync(string folder, string inject)
    {
        var log = Path.Combine(folder, "strace");
        string[] files = [.. new[] { "", "-wal" }.SelectMany(end => new[] { "-P", new StoreFiles(folder).Database + end })];
        using var process = Process.Start(new ProcessStartInfo(Strace,
            ["-f", "-qq", "-o", log, .. files, "-e", "trace=pwrite64,fsync,fdatasync,ftruncate", "-e", $"inject={inject}",
                "dotnet", typeof(DayProcess).Assembly.Location, "-explicit", "only", "-method", $"{typeof(DayProcess).FullName}.{nameof(DayProcess.Day_InAProcessOfItsOwn)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [DayProcess.FolderVariable] = folder },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(Http.Token);
        await process.StandardError.ReadToEndAsync(Http.Token);
        await output;
        await process.WaitForExitAsync(Http.Token);
        var trace = await File.ReadAllTextAsync(log, Http.Token);
        var answers = Path.Combine(folder, "answers");
        return (File.Exists(answers) ? [.. (await File.ReadAllLinesAsync(answers, Http.Token)).Select(l => l.Replace('\t', '\n'))] : [],
            trace.Contains("(INJECTED)", StringComparison.Ordinal) || trace.Contains("killed by SIGKILL", StringComparison.Ordinal));
    }
}

/// <summary>The child, in a class of its own so that it has no other day before it.</summary>
public sealed class DayProcess
{
    internal const string FolderVariable = "SALESOPS_FAULT_FOLDER";

    /// <summary>Every fault fires long before; what comes after is tried where no process has to be started for it.</summary>
    private const int Morning = 40;

    /// <summary>Works through the day's beginning and writes each answer down once it has it.</summary>
    [Fact(Explicit = true)]
    public static async Task Day_InAProcessOfItsOwn()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder) return;
        await using var console = new TestConsole(folder, keep: true, asServed: true, checkpointPages: 60, clock: new DayClock());
        await using var answers = new StreamWriter(Path.Combine(folder, "answers")) { AutoFlush = true };
        foreach (var deed in Deeds.Day.Take(Morning))
        {
            string? answer;
            while ((answer = await deed.SendAsync(console)) is null)
                if (!await console.Lane.RecoveredAsync()) return;
            await answers.WriteLineAsync(answer.Replace('\n', '\t'));
        }
    }
}
