using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>A store with the sample data and AI agents that have room for every customer a bench sends.</summary>
internal sealed class BenchStore : IDisposable
{
    private const int Agents = 9;

    private BenchStore(string folder) => Folder = folder;

    public string Folder { get; }

    public static async Task<BenchStore> MakeAsync()
    {
        var made = new BenchStore(Directory.CreateTempSubdirectory("salesops-bench-").FullName);
        await using var console = new TestConsole(made.Folder, keep: true, asServed: true);
        await FillAsync(console);
        return made;
    }

    /// <param name="caps">How many customers of each channel an agent may hold; null for no caps.</param>
    public static async Task FillAsync(TestConsole console, int? caps = null)
    {
        await console.FileSampleAsync();
        var owner = console.As(Role.RealSalesUser).SalesUserId!.Value;
        for (var i = 0; i < Agents; i++)
        {
            var channels = Enum.GetValues<Channel>();
            var answer = await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"Bench {i}", owner, "vi", channels, AiAgent.MostCapacity,
                caps is { } most ? [.. channels.Select(channel => new ChannelCap(channel, most))] : null), Caller.System);
            Assert.True(answer.Succeeded);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
