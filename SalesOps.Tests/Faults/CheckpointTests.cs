using Microsoft.Extensions.Logging;
using SalesOps.Console;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Tests.Support;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Faults;

/// <summary>The server notes outside its store how far the audit log was.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-checkpoint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Serve_AtItsEnd_HasNotedTheLastEntryAndVerifyMissesItWhenItIsGone()
    {
        for (var run = 1; run <= 2; run++)
        {
            await using var server = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0", "--data", _folder);
            await server.ReadyAsync();
            Assert.Equal(0, await server.StopAsync());
        }
        var (exit, output, warned) = await ConsoleCommand.RunAsync("verify", "--data", _folder);
        Assert.Equal(0, exit);
        // Whoever can cut the log off can cut these off with it.
        Assert.StartsWith("No checkpoints that were kept elsewhere were given ", Assert.Single(warned), StringComparison.Ordinal);
        Assert.EndsWith(" checkpoints", Assert.Single(output), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "keys", "checkpoints.pem")));

        var noted = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "checkpoints")));
        var elsewhere = Path.Combine(_folder, "elsewhere");
        for (var copies = 0; copies < 2; copies++)
        {
            var copied = await ConsoleCommand.RunAsync("checkpoints", elsewhere, "--data", _folder);
            Assert.Equal((0, $"{CheckpointLog.Read(noted).Count} checkpoints copied to {elsewhere}, up to audit entry {CheckpointLog.Read(noted)[^1].Sequence}"), (copied.Exit, Assert.Single(copied.Output)));
        }
        Assert.Equal(await File.ReadAllBytesAsync(noted, Http.Token), await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(elsewhere)), Http.Token));
        var proved = await ConsoleCommand.RunAsync("verify", "--data", _folder, "--checkpoints", elsewhere);
        Assert.Equal((0, 0), (proved.Exit, proved.Errors.Length));
        await using (var set = ConsoleCommand.StartWith([$"Console__Checkpoints={elsewhere}"], "verify", "--data", _folder))
        {
            await set.ReadAsync(_ => false);
            Assert.Equal(0, await set.EndAsync());
            Assert.Contains($"those of {elsewhere} were taken", Assert.Single(set.Errors), StringComparison.Ordinal);
        }
        var last = CheckpointLog.Read(noted)[^1].Sequence;
        using var copy = new StoreCopy(new StoreFiles(_folder));
        copy.Tamper($"DELETE FROM AuditEntries WHERE Sequence = {last}");
        Assert.Equal(1, (await ConsoleCommand.RunAsync("verify", "--data", copy.Files.Folder, "--checkpoints", elsewhere)).Exit);
        (exit, output, _) = await ConsoleCommand.RunAsync("verify", "--data", copy.Files.Folder, "--checkpoints", noted);
        Assert.Equal(1, exit);
        Assert.StartsWith($"audit entry {last} is missing: the checkpoint of ", Assert.Single(output), StringComparison.Ordinal);
        Assert.Equal(2, (await ConsoleCommand.RunAsync("verify", "--data", copy.Files.Folder, "--checkpoints", Path.Combine(_folder, "none"))).Exit);
    }

    [Fact]
    public async Task Service_FolderCannotBeMade_IsTriedAgain()
    {
        await using var console = new TestConsole();
        await console.Lane.AddPersonAsync("a@example.com");
        await File.WriteAllTextAsync(console.Files.Checkpoints, "in the way", Http.Token);
        using var logs = new LoggerFactory([console.Log]);
        using var service = new Checkpointing(console.Lane, console.Files, console.Clock, logs.CreateLogger<Checkpointing>());
        await service.StartAsync(Http.Token);
        while (!console.Log.Errors.Any()) await Task.Delay(20, Http.Token);
        Assert.False(service.ExecuteTask!.IsCompleted);

        File.Delete(console.Files.Checkpoints);
        await service.StopAsync(Http.Token);
        Assert.Equal([1], CheckpointLog.ReadAll(console.Files.Checkpoints).Select(c => c.Sequence));
    }

    [Fact]
    public async Task Export_LinesGoneOrNone_IsRefusedAndTheCopyStays()
    {
        await using var console = new TestConsole();
        var (folder, copy) = (Path.Combine(_folder, "of"), Path.Combine(_folder, "copy"));
        Assert.Contains("no checkpoints", Assert.Throws<StoreException>(() => CheckpointLog.Export(folder, copy)).Message, StringComparison.Ordinal);
        using var log = new CheckpointLog(folder, Path.Combine(_folder, "key.pem"));
        for (var i = 0; i < 2; i++)
        {
            await console.Lane.AddPersonAsync($"{i}@example.com");
            log.Add(console.Files, DateTime.UnixEpoch);
        }
        Assert.Equal([1, 2], CheckpointLog.Export(folder, copy).Select(c => c.Sequence));

        var lines = await File.ReadAllLinesAsync(log.File, Http.Token);
        await File.WriteAllTextAsync(log.File, string.Join('\n', lines[..2]) + "\n", Http.Token);
        Assert.Contains("gone from", Assert.Throws<StoreException>(() => CheckpointLog.Export(folder, copy)).Message, StringComparison.Ordinal);
        // Gone as a whole, and begun anew under another key.
        File.Delete(log.File);
        using var other = new CheckpointLog(folder, Path.Combine(_folder, "other.pem"));
        other.Add(console.Files, DateTime.UnixEpoch);
        Assert.Contains("gone from", Assert.Throws<StoreException>(() => CheckpointLog.Export(folder, copy)).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], CheckpointLog.ReadAll(copy).Select(c => c.Sequence));
    }

    [Fact]
    public async Task Add_AfterALineThatWasCutOff_GoesOnBehindTheLastWholeOne()
    {
        await using var console = new TestConsole();
        using (var log = Open())
        {
            await console.Lane.AddPersonAsync("1@example.com");
            log.Add(console.Files, DateTime.UnixEpoch);
            log.Add(console.Files, DateTime.UnixEpoch);
            await File.AppendAllTextAsync(log.File, "1 2 00", Http.Token);
        }
        using (var log = Open())
        {
            Assert.Equal([1], CheckpointLog.Read(log.File).Select(c => c.Sequence));
            await console.Lane.AddPersonAsync("2@example.com");
            log.Add(console.Files, DateTime.UnixEpoch);
            Assert.Equal([1, 2], CheckpointLog.ReadAll(_folder).Select(c => c.Sequence));
        }
        CheckpointLog Open() => new(_folder, Path.Combine(_folder, "key.pem"));
    }
}
