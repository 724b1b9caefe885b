using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Verbs;

/// <summary>The command line as the contract promises it, on the built program.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Help_NamesEveryVerb()
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync("--help");
        Assert.Equal((0, 0), (exit, errors.Length));
        Assert.All((string[])["serve", "demo", "verify", "checkpoints", "backup", "restore", "generate", "--version"], word => Assert.Contains(output, line => line.Contains(word, StringComparison.Ordinal)));
        foreach (var (verb, option) in ((string, string)[])[("serve", "--urls"), ("serve", "--data"), ("demo", "--traffic"), ("verify", "--data"), ("generate", "--customers")])
            Assert.Contains((await ConsoleCommand.RunAsync(verb, "--help")).Output, line => line.Contains(option, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync("--version");
        Assert.Equal((0, 0), (exit, errors.Length));
        Assert.StartsWith("0.1.0", Assert.Single(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownWord_IsRefused()
    {
        foreach (var arguments in (string[][])[["frobnicate"], ["serve", "--port", "1"], ["demo", "--traffic", "many"], ["demo", "--traffic", "-5"], ["demo", "--traffic", "1001"], ["verify", "--dta", "x"], ["backup"], ["generate", "--customers", "0"], ["generate", "--customers", "many"], ["generate", "--assignments", "many"], ["generate", "--customers", "9", "--assignments", "8"]])
        {
            var (exit, _, errors) = await ConsoleCommand.RunAsync(arguments);
            Assert.Equal(2, exit);
            Assert.NotEmpty(errors);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Demo_PrintsWhatTheContractSaysAndEndsInTime(bool asCtrlC)
    {
        var place = Directory.CreateTempSubdirectory("salesops-place-").FullName;
        await using var demo = ConsoleCommand.StartWith([$"TMPDIR={place}"], "demo", "--urls", AnyPort, "--traffic", "20");
        var lines = await demo.ReadyAsync();

        Assert.Equal(["url", "sign in", "sign in", "sign in", "sign in", "api key", "ready"], lines.Select(l => l.Split(':')[0]));
        Assert.Equal(["trojan@example.com", "sales@example.com", "supervisor@example.com", "ops@example.com"], lines[1..5].Select(l => l["sign in: ".Length..].Split(" / ")[0]));
        using var api = new HttpClient { BaseAddress = new Uri(lines[0]["url: ".Length..]) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", lines[5]["api key: ".Length..]);
        Assert.Equal(HttpStatusCode.OK, (await api.FetchAsync("/health/ready")).StatusCode);
        Assert.Equal(2, (int)(await (await api.FetchAsync("/api/v1/counters")).JsonAsync())["sales_users"]!);
        Assert.Equal(HttpStatusCode.OK, (await api.FetchAsync("/sign-in")).StatusCode);

        Assert.Equal(0, await demo.StopAsync(asCtrlC, TimeSpan.FromSeconds(5)));
        Assert.Empty(await demo.ReadAsync(_ => false));
        Assert.Empty(Directory.GetDirectories(place, "salesops-demo-*"));
        Directory.Delete(place, recursive: true);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://127.0.0.1:0;http://192.0.2.1:80")]
    [InlineData("http://127.0.0.1.evil.example:0")]
    public async Task Demo_NotLoopback_IsRefused(string urls) => await AssertRefusedAsync("loopback", "demo", "--urls", urls);

    [Fact]
    public async Task Serve_FreshStore_PrintsTheOneTimeLinkUntilThereIsAnAdmin()
    {
        string first;
        await using (var serve = ConsoleCommand.Start("serve", "--urls", AnyPort, "--data", _folder))
        {
            var lines = await serve.ReadyAsync();
            Assert.Equal(["url", "set up", "ready"], lines.Select(l => l.Split(':')[0]));
            first = lines[1]["set up: ".Length..];
            using var browser = new HttpClient();
            Assert.Contains("Form.PasswordAgain", await browser.GetStringAsync(first, Http.Token), StringComparison.Ordinal);
            Assert.Equal(0, await serve.StopAsync());
        }
        var files = new StoreFiles(_folder);
        await using (var console = new TestStore(files)) await console.Lane.AddPersonAsync("admin@example.com");
        await using (var serve = ConsoleCommand.Start("--urls", AnyPort, "--data", _folder))
        {
            var lines = await serve.ReadyAsync();
            Assert.Equal(["url", "ready"], lines.Select(l => l.Split(':')[0]));
            Assert.Equal(0, await serve.StopAsync());
        }
    }

    [Fact]
    public async Task Serve_TakenPort_IsRefused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await AssertRefusedAsync("in use", "serve", "--urls", url, "--data", _folder);
        await AssertRefusedAsync("in use", "demo", "--urls", url);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://192.0.2.1:1")]
    public async Task Serve_AddressThatCannotBe_IsRefused(string url) => await AssertRefusedAsync(url, "serve", "--urls", url, "--data", _folder);

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    [InlineData("verify")]
    public async Task AnyVerb_FolderIsAFile_IsRefused(string verb)
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "x", Http.Token);
        foreach (var folder in (string[])[file, Path.Combine(file, "below"), "/proc/nowhere"])
            await AssertRefusedAsync(folder, verb is "verify" ? [verb, "--data", folder] : [verb, "--urls", AnyPort, "--data", folder]);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("verify")]
    public async Task AnyVerb_DatabaseIsNoDatabase_IsRefused(string verb)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "salesops.db"), new string('x', 10_000), Http.Token);
        await AssertRefusedAsync(_folder, verb is "verify" ? [verb, "--data", _folder] : [verb, "--urls", AnyPort, "--data", _folder]);
    }

    [Theory]
    [InlineData("AuditEntries")]
    [InlineData("SalesUsers")]
    [InlineData("SettingChanges")]
    public async Task Serve_StoreIsDamaged_IsRefused(string table)
    {
        long page;
        await using (var store = new TestStore(new StoreFiles(_folder)))
            page = store.Writer.Number($"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'");
        await using (var file = File.OpenWrite(Path.Combine(_folder, "salesops.db")))
        {
            file.Seek((page - 1) * 4096, SeekOrigin.Begin);
            file.Write(Enumerable.Repeat((byte)0xA5, 4096).ToArray());
        }
        await AssertRefusedAsync("damaged", "serve", "--urls", AnyPort, "--data", _folder);
    }

    [Fact]
    public async Task Serve_DatabaseOfAnotherProgram_IsRefused_AndLeftAsItIs()
    {
        using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "salesops.db")};Pooling=False"))
        {
            other.Open();
            other.Execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, txt TEXT)");
        }
        await AssertRefusedAsync("another program", "serve", "--urls", AnyPort, "--data", _folder);
        using var after = new SqliteConnection($"Data Source={Path.Combine(_folder, "salesops.db")};Pooling=False");
        after.Open();
        Assert.Equal(1, after.Number("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'"));
    }

    [Fact]
    public async Task Serve_KeysCannotBeKept_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys"), "x", Http.Token);
        await AssertRefusedAsync(_folder, "serve", "--urls", AnyPort, "--data", _folder);
    }

    [Theory]
    [InlineData("verify", "--data")]
    [InlineData("serve", "--data")]
    [InlineData("demo", "--data")]
    [InlineData("serve", "--urls")]
    public async Task AnyVerb_OptionIsEmpty_Exits2(string verb, string option)
    {
        var (exit, _, errors) = await ConsoleCommand.RunAsync(verb, option, "");
        Assert.Equal(2, exit);
        Assert.Contains(errors, line => line.Contains($"{option} is empty", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--data", "elsewhere", "verify")]
    [InlineData("--urls", AnyPort, "demo")]
    public async Task AnyVerb_OptionStandsBeforeIt_Exits2(string option, string value, string verb)
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync(option, value, verb);
        Assert.Equal((2, 0), (exit, output.Length));
        Assert.Equal($"{option} belongs after {verb}.", Assert.Single(errors));
    }

    [Fact]
    public async Task AnyVerb_NewerStore_IsRefused()
    {
        await using (var store = new TestStore(new StoreFiles(_folder)))
            store.Writer.Execute("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29990101000000_Later', '99.0.0')");
        await AssertRefusedAsync("newer version", "serve", "--urls", AnyPort, "--data", _folder);
        await AssertRefusedAsync("newer version", "verify", "--data", _folder);
    }

    [Fact]
    public async Task Serve_StoreInUse_IsRefusedAndTheFirstGoesOn()
    {
        await using var first = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder);
        var lines = await first.ReadyAsync();
        await AssertRefusedAsync("in use by another process", "serve", "--urls", AnyPort, "--data", _folder);
        using var api = new HttpClient { BaseAddress = new Uri(lines[0]["url: ".Length..]) };
        Assert.Equal(HttpStatusCode.OK, (await api.FetchAsync("/health/ready")).StatusCode);

        // A process that died leaves its lock file behind, but no lock.
        await first.KillAsync();
        await using var second = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder);
        Assert.Equal("ready", (await second.ReadyAsync())[^1]);
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", _folder)).Exit);
    }

    [Fact]
    public async Task Verify_SoundThenChanged_SaysWhich()
    {
        await using (var console = new TestConsole())
        {
            await console.FileSampleAsync();
            using var copy = new StoreCopy(console.Files);
            var sound = await ConsoleCommand.RunAsync("verify", "--data", copy.Files.Folder);
            Assert.Equal(0, sound.Exit);
            Assert.StartsWith("No checkpoints were given ", Assert.Single(sound.Errors), StringComparison.Ordinal);
            Assert.StartsWith("sound: ", Assert.Single(sound.Output), StringComparison.Ordinal);

            copy.Tamper("UPDATE CounterValues SET Value = 99 WHERE Code = 'handovers'");
            var counter = await ConsoleCommand.RunAsync("verify", "--data", copy.Files.Folder);
            Assert.Equal(1, counter.Exit);
            Assert.StartsWith("counter handovers ", Assert.Single(counter.Output), StringComparison.Ordinal);

            copy.Tamper("UPDATE AuditEntries SET Action = 'nothing' WHERE Sequence = 7");
            var chain = await ConsoleCommand.RunAsync("verify", "--data", copy.Files.Folder);
            Assert.Equal(1, chain.Exit);
            Assert.StartsWith("audit entry 7 ", Assert.Single(chain.Output), StringComparison.Ordinal);
        }
        await AssertRefusedAsync(_folder, "verify", "--data", _folder);
    }

    [Fact]
    public async Task Generate_EmptyFolder_MakesTheStore_OnceOnly()
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync("generate", "--customers", "40", "--data", _folder);
        Assert.Equal((0, $"{_folder}: 40 customers, 48 assignments"), (exit, Assert.Single(output)));
        Assert.Contains(errors, line => line.StartsWith("40 of 40 customers", StringComparison.Ordinal));
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", _folder)).Exit);
        await AssertRefusedAsync("not an empty folder", "generate", "--customers", "40", "--data", _folder);
    }

    /// <summary>One line on standard error that holds <paramref name="expected"/>, nothing on standard output, exit 2.</summary>
    private static async Task AssertRefusedAsync(string expected, params string[] arguments)
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync(arguments);
        var said = string.Join('\n', errors);
        Assert.True(exit == 2, $"exit {exit}: {said}");
        Assert.Empty(output);
        Assert.True(errors.Length == 1, said);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    /// <summary>A store opened by the test itself while no program has it.</summary>
    private sealed class TestStore(StoreFiles files) : IAsyncDisposable
    {
        private WriteLane? _lane;

        public SqliteConnection Writer { get; } = files.OpenWriter();
        public WriteLane Lane => _lane ??= new WriteLane(files, Writer, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<WriteLane>.Instance);

        public async ValueTask DisposeAsync()
        {
            if (_lane is not null) await _lane.DisposeAsync();
            await Writer.DisposeAsync();
        }
    }
}
