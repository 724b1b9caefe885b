using System.Diagnostics;

namespace SalesOps.Tests.Support;

/// <summary>Programs of the system that tests need; where one cannot be had they say why they are skipped, and fail when <c>CI</c> is set.</summary>
internal static class SystemTools
{
    /// <summary>Ends the test: what it needs is missing.</summary>
    public static void Miss(string what)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, what);
        Assert.Skip(what);
    }

    /// <summary>Null when it worked, else what was wrong.</summary>
    public static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            return problem.Message;
        }
    }
}
