namespace SalesOps.Tests.Support;

/// <summary>Installs what tests need and a clean Debian lacks.</summary>
internal static class AptGet
{
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Null when it worked, else what was wrong.</summary>
    public static async Task<string?> InstallAsync(params string[] packages)
    {
        // apt-get waits for no other.
        await One.WaitAsync();
        try
        {
            return await RunAsync("update", "-qq") ?? await RunAsync(["install", "-y", "-qq", "--no-install-recommends", .. packages]);
        }
        finally
        {
            One.Release();
        }
    }

    private static async Task<string?> RunAsync(params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? await SystemTools.RunAsync("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", .. arguments])
            : await SystemTools.RunAsync("sudo", ["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", .. arguments]);
}
