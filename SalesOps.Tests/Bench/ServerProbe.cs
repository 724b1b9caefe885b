using System.Globalization;
using System.Net.Sockets;

namespace SalesOps.Tests.Bench;

/// <summary>Reads what a server process costs: CPU and resident memory from /proc, managed memory through the hook that was started in it.</summary>
public sealed class ServerProbe(int processId, string hookSocket)
{
    private const double TicksPerMillisecond = 100 / 1000.0;

    /// <summary>User and system CPU time so far, in milliseconds; the kernel counts in steps of 10.</summary>
    public double CpuMs()
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerMillisecond;
    }

    /// <summary>Resident memory in KB.</summary>
    public double RssKb() => Status("VmRSS:");

    /// <summary>The highest resident memory so far in KB.</summary>
    public double PeakRssKb() => Status("VmHWM:");

    /// <summary>Live managed memory in KB after a full blocking collection, and the bytes allocated since the process started.</summary>
    public async Task<(double LiveKb, double AllocatedKb)> CollectAsync(CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(hookSocket), ct);
        using var reader = new StreamReader(new NetworkStream(socket));
        var parts = (await reader.ReadLineAsync(ct) ?? throw new IOException("The hook did not answer.")).Split(' ');
        return (Number(parts[0]) / 1024.0, Number(parts[1]) / 1024.0);
    }

    private double Status(string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal));
    }

    private static double Number(string text) => long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);
}
