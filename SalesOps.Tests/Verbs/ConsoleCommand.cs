using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SalesOps.Tests.Verbs;

/// <summary>The program as a process of its own, with its lines of standard output as they come.</summary>
internal sealed class ConsoleCommand : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _errorsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConsoleCommand(string[] variables, string[] arguments)
    {
        _process = new Process
        {
            // Tests that a script runs in its background inherit that Ctrl+C is ignored, and so would the program.
            StartInfo = new ProcessStartInfo("env", ["--default-signal=INT", "DOTNET_TieredPGO=0", .. variables, "dotnet", Path.Combine(AppContext.BaseDirectory, "SalesOps.Console.dll"), .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = AppContext.BaseDirectory,
            },
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is null) _errorsEnded.TrySetResult();
            else _errors.Enqueue(e.Data);
        };
    }

    /// <summary>What it wrote to standard error so far.</summary>
    public string[] Errors => [.. _errors];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ConsoleCommand Start(params string[] arguments) => StartWith([], arguments);

    /// <param name="variables">What its environment holds besides, as <c>NAME=value</c>.</param>
    public static ConsoleCommand StartWith(string[] variables, params string[] arguments)
    {
        var command = new ConsoleCommand(variables, arguments);
        command._process.Start();
        command._process.BeginErrorReadLine();
        return command;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Exit, string[] Output, string[] Errors)> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        var output = await command.ReadAsync(_ => false);
        return (await command.EndAsync(), output, command.Errors);
    }

    /// <summary>The lines up to the first that <paramref name="isLast"/> says yes to, or to the end.</summary>
    public async Task<string[]> ReadAsync(Func<string, bool> isLast)
    {
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            lines.Add(line);
            if (isLast(line)) break;
        }
        return [.. lines];
    }

    public Task<string[]> ReadyAsync() => ReadAsync(line => line == "ready");

    /// <summary>Asks it to end and waits for that.</summary>
    /// <param name="within">How long it may take; null for whatever a busy machine needs.</param>
    public async Task<int> StopAsync(bool asCtrlC = false, TimeSpan? within = null)
    {
        await SignalAsync(asCtrlC ? "-INT" : "-TERM", _process.Id);
        using var promise = CancellationTokenSource.CreateLinkedTokenSource(Token);
        promise.CancelAfter(within ?? TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(promise.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(Token);
        await _errorsEnded.Task.WaitAsync(Token);
        return _process.ExitCode;
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }
}
