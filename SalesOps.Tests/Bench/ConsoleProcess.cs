using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SalesOps.Tests.Bench;

/// <summary>
/// The console as a process of its own, running <c>demo</c> on a free loopback port. SALESOPS_BENCH_CONSOLE names another build's dll;
/// without it the one beside the tests is taken, or from a Debug run the Release one when there is one.
/// </summary>
public sealed class ConsoleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _errors = [];
    private readonly string _hook = Path.Combine(Path.GetTempPath(), $"salesops-bench-{Guid.NewGuid():N}.sock");

    private ConsoleProcess(string dll, string? folder)
    {
        Dll = dll;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet",
                [dll, "demo", "--urls", $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}", .. folder is null ? (string[])[] : ["--data", folder]])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetDirectoryName(dll),
                Environment =
                {
                    ["DOTNET_STARTUP_HOOKS"] = typeof(ConsoleProcess).Assembly.Location,
                    ["SALESOPS_BENCH_HOOK"] = _hook,
                },
            },
        };
    }

    /// <summary>The build that runs.</summary>
    public string Dll { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The accounts it printed.</summary>
    public List<(string Email, string Password)> Accounts { get; } = [];

    /// <summary>The key for its API.</summary>
    public string ApiKey { get; private set; } = "";

    /// <summary>What it costs.</summary>
    public ServerProbe Probe => new(_process.Id, _hook);

    /// <summary>Starts the console and waits for its <c>ready</c>.</summary>
    /// <exception cref="InvalidOperationException">It ended or kept silent; the message holds its standard error.</exception>
    /// <param name="folder">The store to run on; a temporary one with the sample data when null.</param>
    public static async Task<ConsoleProcess> StartAsync(CancellationToken ct, string? folder = null)
    {
        var console = new ConsoleProcess(FindDll(), folder);
        try
        {
            console._process.Start();
            console._process.ErrorDataReceived += (_, e) => console.Note(e.Data);
            console._process.BeginErrorReadLine();
            await console.ReadUntilReadyAsync(ct).WaitAsync(TimeSpan.FromMinutes(2), ct);
            return console;
        }
        catch (Exception e)
        {
            await console.DisposeAsync();
            if (e is TimeoutException) throw new InvalidOperationException($"{console.Dll} printed no 'ready' within two minutes: {console.Errors()}", e);
            throw;
        }
    }

    /// <summary>Where the API takes messages.</summary>
    public Uri Messages => new(Address, "/api/v1/messages");

    /// <inheritdoc />
    public override string ToString() => $"{Dll} of {File.GetLastWriteTimeUtc(Dll):yyyy-MM-dd HH:mm} UTC";

    /// <summary>Asks the console to end, and ends it when it does not within 10 s.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await term.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
        File.Delete(_hook);
    }

    private async Task ReadUntilReadyAsync(CancellationToken ct)
    {
        while (await _process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line == "ready")
            {
                // Read on, or the console would block on a full pipe.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
            if (Value(line, "url: ") is { } url) Address = new Uri(url.Split(' ', ';')[0]);
            else if (Value(line, "api key: ") is { } key) ApiKey = key;
            else if (Value(line, "sign in: ")?.Split(" / ", 2) is [var email, var password]) Accounts.Add((email, password));
        }
        await _process.WaitForExitAsync(ct);
        throw new InvalidOperationException($"{Dll} ended with {_process.ExitCode} before it was ready: {Errors()}");
    }

    private string Errors()
    {
        lock (_errors) return string.Join('\n', _errors);
    }

    private void Note(string? line)
    {
        lock (_errors)
        {
            if (line is not null && _errors.Count < 100) _errors.Add(line);
        }
    }

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..].Trim() : null;

    private static string FindDll()
    {
        if (Environment.GetEnvironmentVariable("SALESOPS_BENCH_CONSOLE") is { Length: > 0 } given) return Path.GetFullPath(given);
        var beside = Path.Combine(AppContext.BaseDirectory, "SalesOps.Console.dll");
        var release = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "release", "SalesOps.Console.dll"));
        return File.Exists(release) ? release : beside;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
