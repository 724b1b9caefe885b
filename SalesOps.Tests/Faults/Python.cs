using System.Diagnostics;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>
/// Python for the second verifier. Installs it through <c>apt-get</c> when it is missing and this may be done; where it cannot be had
/// the tests say why they are skipped, and fail when <c>CI</c> is set.
/// </summary>
internal static class Python
{
    private static readonly string Verifier = Path.Combine(AppContext.BaseDirectory, "Faults", "verify.py");

    /// <summary>What the second verifier says of each database, and how it ended.</summary>
    public static async Task<(int Exit, string[] Lines)> VerifyAsync(params IEnumerable<string> arguments)
    {
        if (await EnsureAsync() is { } problem) SystemTools.Miss(problem);
        var (exit, output, errors) = await RunAsync([Verifier, .. arguments]);
        Assert.Equal("", errors);
        return (exit, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string?> EnsureAsync()
    {
        if (await IsThereAsync()) return null;
        return await AptGet.InstallAsync("python3") is { } problem ? $"There is no python3, and it could not be installed: {problem}" : null;
    }

    private static async Task<bool> IsThereAsync()
    {
        try
        {
            return (await RunAsync(["-c", "import sqlite3"])).Exit == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", ["-B", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(Http.Token);
        var errors = await process.StandardError.ReadToEndAsync(Http.Token);
        await process.WaitForExitAsync(Http.Token);
        return (process.ExitCode, await output, errors);
    }
}
