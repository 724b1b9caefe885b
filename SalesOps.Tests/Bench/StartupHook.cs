using System.Net.Sockets;
using System.Text;

/// <summary>
/// Runs inside a server under test (DOTNET_STARTUP_HOOKS asks for this name, without a namespace): who connects to the socket named by
/// SALESOPS_BENCH_HOOK gets the live managed bytes after a full collection and the bytes allocated so far. It needs nothing but the runtime.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for the type outside any namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    /// <summary>Called by the runtime before the server's Main.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("SALESOPS_BENCH_HOOK") is not { Length: > 0 } path) return;
        // A process that the server starts is not under test.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Serve(listener)) { IsBackground = true, Name = "bench hook" }.Start();
    }

    private static void Serve(Socket listener)
    {
        while (true)
        {
            using var caller = listener.Accept();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            // Aggressive gives free memory back to the system; else pages opened later would hide in what earlier ones left behind.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var live = GC.GetTotalMemory(forceFullCollection: false);
            caller.Send(Encoding.ASCII.GetBytes($"{live} {GC.GetTotalAllocatedBytes()}\n"));
        }
    }
}
