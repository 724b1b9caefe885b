using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

public sealed class GetAssignmentWhyTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Asked_AfterEverythingChanged_TellsHowItWasThen()
    {
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.EditAsync("trojanAI", t => t with { Channels = [Channel.Zalo] }, StrandedChoice.Move);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var loads = _console.Lane.Last.Directory.AiAgents.Values.ToDictionary(a => a.Name, a => (int)_console.Lane.Last.Counters[Counters.ActiveBindings, a.Id]);
        var heard = await _console.WriteAsync("lan-001", Channel.Telegram, "Chào shop, cho mình hỏi giá");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.EditAsync(heard.Assignment!.AiAgent, t => t with { Name = "Renamed", Channels = [Channel.Facebook], Capacity = 7 }, StrandedChoice.Move);
        await _console.WriteAsync("lan-002");

        var why = (await WhyAsync(heard.CustomerId, "new_customer")).Value;

        Assert.Equal(("new_customer", Channel.Telegram, "vi"), (why.Reason, why.Channel, why.Language));
        Assert.Equal(why.AiAgentId, why.Choice.AiAgentId);
        Assert.Equal(heard.Assignment.AiAgent, why.Choice.Agents[0].Agent.Name);
        Assert.Equal(loads.OrderBy(l => l.Key), why.Choice.Agents.ToDictionary(a => a.Agent.Name, a => a.Agent.ActiveBindings).OrderBy(l => l.Key));
        Assert.False(why.Choice.Agents.Single(a => a.Agent.Name == "trojanAI").Passed(AgentCheckKind.Channel));
        Assert.All(why.Choice.Agents, a => Assert.Equal(50, a.Agent.Capacity));
    }

    [Fact]
    public async Task EveryAssignmentByTheRules_WasChosenByThem()
    {
        for (var i = 0; i < 8; i++)
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            await _console.WriteAsync($"who-{i}", (Channel)(i % 3), i % 2 == 0 ? "Chào shop, cho mình hỏi giá" : "请问价格是多少");
        }
        await using var store = _console.Read();
        foreach (var customer in store.Customers.Where(c => c.Name.StartsWith("who-")).ToList())
            Assert.True((await WhyAsync(customer.Id, "new_customer")).Value is var why && why.AiAgentId == why.Choice.AiAgentId);
    }

    [Fact]
    public async Task Unknown_IsNotFound() =>
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new GetAssignmentWhy.Query(Guid.NewGuid()), _console.Supervisor())).Kind);

    private async Task<Result<GetAssignmentWhy.Answer>> WhyAsync(Guid customer, string reason)
    {
        await using var store = _console.Read();
        return await _console.SendAsync(new GetAssignmentWhy.Query(store.Assignments.Single(a => a.CustomerId == customer && a.Reason == reason).Id), _console.Supervisor());
    }
}
