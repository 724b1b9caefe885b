using System.Diagnostics;

namespace SalesOps.Tests.Support;

/// <summary>Installs what tests need and a clean Debian lacks.</summary>
internal static class AptGet
{
    /// <summary>Null when it worked, else what was wrong.</summary>
    public static async Task<string?> InstallAsync(params string[] packages) =>
        await RunAsync("update", "-qq") ?? await RunAsync(["install", "-y", "-qq", "--no-install-recommends", .. packages]);

    private static async Task<string?> RunAsync(params string[] arguments)
    {
        if (Environment.UserName != "root") return "only root may run apt-get.";
        try
        {
            using var process = Process.Start(new ProcessStartInfo("apt-get", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
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
