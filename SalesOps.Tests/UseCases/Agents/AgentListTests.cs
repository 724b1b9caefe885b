using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Agents;

public sealed class AgentListTests
{
    [Theory]
    [InlineData(Role.Ops)]
    [InlineData(Role.RealSalesUser)]
    public async Task List_SortedByLoad_HasTheFullestFirst_ByWhatTheyHoldOfWhatTheyCan(Role role)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var owner = console.As(role).SalesUserId ?? Guid.Empty;
        var holds = new Dictionary<string, (int Held, int Capacity)> { ["Full"] = (2, 2), ["Half"] = (3, 6), ["Tenth"] = (4, 40), ["Empty"] = (0, 1) };
        var person = role == Role.RealSalesUser ? owner : console.Lane.Last.Directory.AiAgents.Values.First().OwnerId;
        foreach (var (name, (held, capacity)) in holds)
        {
            var id = (await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, person, "vi", [Channel.Zalo], capacity))).Value.AiAgentId;
            if (held > 0) await console.Lane.FillAsync(console.Lane.Last.Directory.AiAgents[id], held);
        }

        foreach (var down in (bool[])[true, false])
        {
            var rows = (await console.SendAsync(new ListAiAgents.Query(new GridRequest(Take: 100, Sort: "load", Descending: down)), console.As(role))).Value.Rows;

            Assert.Equal(down ? ["Full", "Half", "Tenth", "Empty"] : ["Empty", "Tenth", "Half", "Full"], rows.Select(r => r.Name).Where(holds.ContainsKey));
            var loads = rows.Select(r => (double)r.ActiveBindings! / r.Capacity).ToList();
            Assert.Equal(down ? loads.OrderDescending() : loads.Order(), loads);
        }
    }
}
