namespace SalesOps.Tests.Support;

/// <summary>Installs what tests need and a clean Debian lacks.</summary>
internal static class AptGet
{
    /// <summary>Null when it worked, else what was wrong.</summary>
    public static async Task<string?> InstallAsync(params string[] packages) =>
        await RunAsync("update", "-qq") ?? await RunAsync(["install", "-y", "-qq", "--no-install-recommends", .. packages]);

    private static async Task<string?> RunAsync(params string[] arguments) =>
        Environment.UserName == "root" ? await SystemTools.RunAsync("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", .. arguments]) : "only root may run apt-get.";
}
