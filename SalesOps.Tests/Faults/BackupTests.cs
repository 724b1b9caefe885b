using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Faults;

/// <summary>A backup is a restore that was verified: on the built program, with a server that takes messages meanwhile.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Senders = 8;
    private readonly string _place = Directory.CreateTempSubdirectory("salesops-backup-").FullName;

    private string Live => Path.Combine(_place, "live");
    private string Restored => Path.Combine(_place, "restored");
    private string File => Path.Combine(_place, "salesops.backup");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Backup_UnderLoad_HoldsEverythingAcknowledgedBefore()
    {
        await using var server = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0", "--data", Live);
        var lines = await server.ReadyAsync();
        using var load = new Load(lines[0]["url: ".Length..], lines[5]["api key: ".Length..]);
        await load.MoreAsync(500);

        for (var i = 0; i < 3; i++)
        {
            var (file, restored) = (File + i, Restored + i);
            var before = load.Acknowledged;
            var (exit, output, errors) = await ConsoleCommand.RunAsync("backup", file, "--data", Live);
            Assert.True(exit == 0, string.Join('\n', errors));
            Assert.StartsWith($"backed up to {file}, sound: ", Assert.Single(output), StringComparison.Ordinal);
            await load.MoreAsync(100);

            // Nobody was ever erased here: the plain command restores, and says what it cannot know.
            (exit, _, errors) = await ConsoleCommand.RunAsync("restore", file, "--data", restored);
            Assert.True(exit == 0 && Assert.Single(errors).Contains("--erasures", StringComparison.Ordinal));
            var kept = Messages(restored);
            Assert.Subset(kept, before);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
        await load.StopAsync();
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal([.. load.Acknowledged.Order()], Messages(Live).Where(id => id.StartsWith("load-", StringComparison.Ordinal)).Order());
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", Live)).Exit);
        Assert.Equal(6, Directory.GetFileSystemEntries(_place).Length - 1);

        // The restored store serves, and remembers what it acknowledged.
        await using var again = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0", "--data", Restored + "0");
        lines = await again.ReadyAsync();
        using var api = Load.Client(lines[0]["url: ".Length..], lines[^2]["api key: ".Length..]);
        Assert.True((bool)(await (await Load.PostAsync(api, "load-0-0")).JsonAsync())["duplicate"]!);
    }

    [Fact]
    public async Task BackupAndVerify_OfAStoreInUseOrLeftBehind_ChangeNoByteOfIt()
    {
        string database = Path.Combine(Live, "salesops.db"), log = database + "-wal";
        await using (var server = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0", "--data", Live))
        {
            await server.ReadyAsync();
            // What was said in the sample data comes into its search first; after that nothing writes.
            Assert.True(SpinWait.SpinUntil(() => Unread(Live) == 0, TimeSpan.FromSeconds(60)));
            var running = Digest(database, log);
            Assert.Equal(0, (await ConsoleCommand.RunAsync("backup", File, "--data", Live)).Exit);
            Assert.Equal(running, Digest(database, log));
            await server.KillAsync();
        }
        // Nothing was checkpointed yet: all of the store lies in the log, and the last to close it is a reader.
        Assert.True(new FileInfo(log).Length > 100_000);
        var left = Digest(database, log);
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", Live)).Exit);
        Assert.Equal(0, (await ConsoleCommand.RunAsync("backup", File + "2", "--data", Live)).Exit);
        Assert.Equal(left, Digest(database, log));
        Assert.Equal(Messages(Live), Messages(Path.GetDirectoryName(File)!, File + "2"));
    }

    [Fact]
    public async Task Restore_OfWhatIsNotSound_IsRefusedAndKeepsNothing()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var copy = new StoreCopy(console.Files);
        copy.Tamper("UPDATE AuditEntries SET Action = 'nothing' WHERE Sequence = 7");
        var (exit, output, _) = await ConsoleCommand.RunAsync("restore", copy.Files.Database, "--data", Restored);
        Assert.Equal(1, exit);
        Assert.StartsWith("audit entry 7 ", Assert.Single(output), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Restored));

        (exit, output, _) = await ConsoleCommand.RunAsync("backup", File, "--data", copy.Files.Folder);
        Assert.True(exit == 1 && Assert.Single(output).StartsWith("audit entry 7 ", StringComparison.Ordinal));
        Assert.False(Path.Exists(File));
    }

    [Fact]
    public async Task Restore_OfAnIndexThatLostARow_IsRefusedAndKeepsNothing()
    {
        await using (var console = new TestConsole())
        {
            await console.FileSampleAsync();
            Assert.True(StoreBackup.Save(console.Files, File, Http.Token).IsSound);
        }
        HideFromIndex("IX_Messages_Channel_ExternalId");
        var (exit, output, _) = await ConsoleCommand.RunAsync("restore", File, "--data", Restored);
        Assert.True(exit == 1 && Assert.Single(output).StartsWith("damaged: ", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Restored));
    }

    /// <summary>Changes the key of an index's first row on its page, as a disk that rots does.</summary>
    private void HideFromIndex(string index)
    {
        long page, size;
        using (var store = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            store.Open();
            (page, size) = (store.Number($"SELECT rootpage FROM sqlite_schema WHERE name = '{index}'"), store.Number("PRAGMA page_size"));
        }
        var bytes = System.IO.File.ReadAllBytes(File);
        var root = (int)((page - 1) * size);
        Assert.Equal(10, bytes[root]);
        // What lies last on a leaf is the key that was written first.
        for (var i = 1; i <= 4; i++) bytes[root + (int)size - i - 4] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
    }

    [Fact]
    public async Task Restore_WithTheListOfErasures_BringsNobodyBack()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var ids = new List<Guid>();
        foreach (var who in (string[])["zxq-kept-01", "zxq-gone-02", "zxq-gone-03"])
            ids.Add((await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, who, who + ":1", $"Tôi là {who}", who), Caller.Runtime)).Value.CustomerId);
        await EraseAsync(console, ids[1]);
        Assert.True(StoreBackup.Save(console.Files, File, Http.Token).IsSound);
        await EraseAsync(console, ids[2]);
        var list = console.Files.Erasures;
        var kept = Path.Combine(_place, "kept");
        using (var log = new CheckpointLog(kept, SigningKey.FileOf(console.Files.Folder))) log.Add(console.Files, DateTime.UtcNow);

        // Where customers are erased nobody is brought back by a word that was left out.
        await AssertRefusedAsync("--without-erasures", "restore", File, "--data", Restored + "0");
        Assert.Empty(Directory.GetFileSystemEntries(Restored + "0"));
        Assert.Equal(2, (await ConsoleCommand.RunAsync("restore", File, "--data", Restored + "0", "--without-erasures", "--erasures", list.Path)).Exit);
        var (exit, output, errors) = await ConsoleCommand.RunAsync("restore", File, "--data", Restored + "0", "--without-erasures");
        Assert.True(exit == 0 && Assert.Single(errors).Contains("--erasures", StringComparison.Ordinal));
        Assert.NotEmpty(RawStore.Find(new StoreFiles(Restored + "0"), ["zxq-gone-03"]));

        (exit, output, _) = await ConsoleCommand.RunAsync("restore", File, "--data", Restored, "--erasures", list.Path, "--checkpoints", kept);
        Assert.Equal(0, exit);
        Assert.StartsWith($"restored to {Restored}, 1 erased again, sound: ", Assert.Single(output), StringComparison.Ordinal);
        var files = new StoreFiles(Restored);
        Assert.Empty(RawStore.Find(files, ["zxq-gone"]));
        Assert.NotEmpty(RawStore.Find(files, ["zxq-kept-01"]));
        Assert.Equal(list.Read(), files.Erasures.Read().Take(2));
        // Whoever reads the store leaves an empty log.
        Assert.Equal(["checkpoints", ErasureList.FileName, "keys", "salesops.db"], Directory.GetFileSystemEntries(Restored).Select(Path.GetFileName).Where(name => !name!.StartsWith("salesops.db-", StringComparison.Ordinal)).Order());
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", Restored)).Exit);

        await AssertRefusedAsync("There is no list", "restore", File, "--data", Restored + "2", "--erasures", list.Path + "x");
        await System.IO.File.WriteAllTextAsync(File + ".list", "nobody\n", Http.Token);
        await AssertRefusedAsync("cannot be read", "restore", File, "--data", Restored + "2", "--erasures", File + ".list");
        Assert.False(Path.Exists(Restored + "2"));
    }

    private static long Unread(string folder)
    {
        using var reader = new StoreFiles(folder).OpenReader();
        return reader.Number("SELECT COUNT(*) FROM Messages WHERE Text <> '' AND Id NOT IN (SELECT MessageId FROM MessageSearch_rows)");
    }

    private static async Task EraseAsync(TestConsole console, Guid id) =>
        Assert.True((await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "legal_order", ShortId.Of(id)))).Succeeded);

    [Fact]
    public async Task BackupAndRestore_WhatCannotBe_IsRefusedInOneLine()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        Assert.True(StoreBackup.Save(console.Files, File, Http.Token).IsSound);
        await AssertRefusedAsync("exists already", "backup", File, "--data", console.Files.Folder);
        await AssertRefusedAsync("There is no store", "backup", File + "2", "--data", Restored);
        await AssertRefusedAsync("There is no folder", "backup", Path.Combine(_place, "none", "x"), "--data", console.Files.Folder);
        await AssertRefusedAsync("There is no backup", "restore", File + "2", "--data", Restored);

        Directory.CreateDirectory(Restored);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Restored, "something"), "", Http.Token);
        await AssertRefusedAsync("is not an empty folder", "restore", File, "--data", Restored);
        await AssertRefusedAsync("is not an empty folder", "restore", File, "--data", File);

        foreach (var content in (string[])["", new string('x', 10_000)])
        {
            await System.IO.File.WriteAllTextAsync(File + "3", content, Http.Token);
            await AssertRefusedAsync($"{File}3 cannot be restored", "restore", File + "3", "--data", Path.Combine(_place, "new"));
        }
        using var newer = new StoreCopy(console.Files);
        newer.Tamper("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29990101000000_Later', '99.0.0')");
        await AssertRefusedAsync("newer version", "restore", newer.Files.Database, "--data", Path.Combine(_place, "new"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_place, "new")));
    }

    private static async Task AssertRefusedAsync(string expected, params string[] arguments)
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync(arguments);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    private static HashSet<string> Messages(string folder, string? file = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file ?? Path.Combine(folder, "salesops.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT ExternalId FROM Messages";
        using var rows = command.ExecuteReader();
        var ids = new HashSet<string>();
        while (rows.Read()) ids.Add(rows.GetString(0));
        return ids;
    }

    private static string Digest(params string[] files) => string.Join(' ', files.Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }));

    /// <summary>Customers who write without pause, and what was answered to them.</summary>
    private sealed class Load : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<string> _acknowledged = new();
        private readonly SemaphoreSlim _one = new(0);
        private readonly HttpClient _http;
        private readonly Task _senders;

        public Load(string url, string key)
        {
            _http = Client(url, key);
            _senders = Task.WhenAll(Enumerable.Range(0, Senders).Select(SendAsync));
        }

        public HashSet<string> Acknowledged => [.. _acknowledged];

        public static HttpClient Client(string url, string key) => new() { BaseAddress = new Uri(url), DefaultRequestHeaders = { Authorization = new("Bearer", key) } };

        public static Task<HttpResponseMessage> PostAsync(HttpClient http, string id) => http.PostAsJsonAsync("/api/v1/messages",
            new { channel = "telegram", externalId = "who-" + id.Split('-')[1], messageId = id, text = "Tôi muốn nạp tiền", displayName = "Lan" }, Http.Token);

        /// <summary>Waits until so many more messages were answered.</summary>
        public async Task MoreAsync(int count)
        {
            for (var i = 0; i < count; i++)
                if (await Task.WhenAny(_one.WaitAsync(Http.Token), _senders) == _senders) await _senders;
        }

        public Task StopAsync()
        {
            _stop.Cancel();
            return _senders;
        }

        public void Dispose()
        {
            _stop.Cancel();
            _http.Dispose();
            _one.Dispose();
            _stop.Dispose();
        }

        private async Task SendAsync(int sender)
        {
            for (var i = 0; !_stop.IsCancellationRequested; i++)
            {
                var id = $"load-{sender}-{i}";
                using var answer = await PostAsync(_http, id);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                _acknowledged.Enqueue(id);
                _one.Release();
            }
        }
    }
}
