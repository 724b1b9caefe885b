using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Live;

/// <summary>Customers who wait are bound as soon as an agent that serves them has room.</summary>
public sealed class WaitingCustomersTests
{
    [Fact(Timeout = 60_000)]
    public async Task Room_ThatOneAgentGetsAndAnotherLoses_IsTakenByWhoWaitsForIt()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        var admin = Caller.Nobody;
        await console.Lane.RunAsync(change => admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
        foreach (var (name, channels) in ((string, Channel[])[])[("Both", [Channel.Telegram, Channel.Zalo]), ("Telegram", [Channel.Telegram])])
            Assert.True((await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, admin.SalesUserId!.Value, "vi", channels, 1), admin)).Succeeded);
        var first = await console.WriteAsync("first");
        var full = console.Agent(first.Assignment!.AiAgent);
        // The agent of both channels is full, the other one is empty.
        if (full.Name != "Both") Assert.Equal(1, (await TransferAsync("Both")).Value.Outcome.Done);
        using var waiting = Workers.WaitingCustomers(console.Services);
        await waiting.StartAsync(stop);
        var zalo = await console.WriteAsync("waits", Channel.Zalo);
        Assert.Null(zalo.Assignment);
        // Others write meanwhile: nobody looks for room any more when it comes.
        for (var i = 0; i < 50; i++) await console.WriteAsync("first");

        Assert.Equal(1, (await TransferAsync("Telegram")).Value.Outcome.Done);

        while (console[Counters.UnboundCustomers] > 0) await Task.Delay(10, stop);
        Assert.Equal(["waits"], console.CustomersOf("Both"));
        await waiting.StopAsync(stop);

        Task<Result<TransferCustomers.Answer>> TransferAsync(string to) =>
            console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(first.CustomerId, console.Agent(to == "Both" ? "Telegram" : "Both").Id)], console.Agent(to).Id, "drill"), admin);
    }

    [Fact(Timeout = 60_000)]
    public async Task Room_ThatACustomerLeavesOnACappedChannel_ByWritingFromAnother_IsTaken()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        var admin = Caller.Nobody;
        await console.Lane.RunAsync(change => admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
        var agent = (await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "Capped", admin.SalesUserId!.Value, "vi", [Channel.Telegram, Channel.Zalo], 9, [new(Channel.Telegram, 1)]), admin)).Value.AiAgentId;
        var (lan, zalo) = (await console.WriteAsync("lan"), await console.WriteAsync("lan-zalo", Channel.Zalo));
        Assert.True((await console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), lan.CustomerId, zalo.CustomerId, agent, agent), admin)).Succeeded);
        using var waiting = Workers.WaitingCustomers(console.Services);
        await waiting.StartAsync(stop);
        Assert.Null((await console.WriteAsync("waits")).Assignment);

        await console.WriteAsync("lan-zalo", Channel.Zalo);

        while (console[Counters.UnboundCustomers] > 0) await Task.Delay(10, stop);
        Assert.Equal(["lan", "waits"], console.CustomersOf("Capped"));
        await waiting.StopAsync(stop);
    }

    [Fact(Timeout = 60_000)]
    public async Task Places_ThatComeWhileNewcomersWrite_AreTakenByWhoWaitsLongest_AndTheNewcomersComeAfterThem()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var host = await ConsoleHost.StartAsync(sample: false, standingClock: true);
        var admin = await AdminAsync(host);
        var agent = await AddAsync(host, admin, "AI", 1, Channel.Telegram);
        for (var i = 0; i <= 30; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await WriteAsync(host, $"waits-{i:00}");
        }

        // In one batch: the newcomers write when the places are there, and before anybody could have been bound.
        await Task.WhenAll([EditAsync(21), .. Enumerable.Range(0, 30).Select(i => WriteAsync(host, $"new-{i:00}"))]);

        while (Held(host, agent) < 21) await Task.Delay(10, stop);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => $"waits-{i:00}"), Names(host, agent));
        // Nobody is forgotten.
        await EditAsync(70);
        while (Held(host, agent) < 61) await Task.Delay(10, stop);
        Assert.NotNull((await WriteAsync(host, "late")).Assignment);

        Task EditAsync(int capacity) => host.SendAsync(Edit(host, agent, t => t with { Capacity = capacity }), admin);
    }

    [Fact(Timeout = 60_000)]
    public async Task Customer_WhoWaitsAgainWhileThereIsRoom_IsBound()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var host = await ConsoleHost.StartAsync(sample: false, standingClock: true);
        var admin = await AdminAsync(host);
        var full = await AddAsync(host, admin, "Full", 1, Channel.Telegram, Channel.Zalo);
        var (lan, duc) = (await WriteAsync(host, "lan"), await WriteAsync(host, "duc", Channel.Zalo));
        Assert.Equal(("Full", null), (lan.Assignment?.AiAgent, duc.Assignment?.AiAgent));
        // Who waited has the other's place; then there is room, and nobody who waits for it.
        var merge = (await host.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), duc.CustomerId, lan.CustomerId, null, full), admin)).Value;
        var open = await AddAsync(host, admin, "Open", 5, Channel.Zalo);

        Assert.True((await host.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merge.MergeId), admin)).Succeeded);

        while (host.Lane.Last.Counters[Counters.UnboundCustomers, Counter.Everyone] > 0) await Task.Delay(10, stop);
        Assert.Equal(["lan"], Names(host, full));
        Assert.Equal(["duc"], Names(host, open));
    }

    private static async Task<Caller> AdminAsync(ConsoleHost host)
    {
        var admin = Caller.Nobody;
        await host.Lane.RunAsync(change => admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
        return admin;
    }

    private static async Task<Guid> AddAsync(ConsoleHost host, Caller admin, string name, int capacity, params Channel[] channels) =>
        (await host.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, admin.SalesUserId!.Value, "vi", channels, capacity), admin)).Value.AiAgentId;

    private static EditAiAgent.Command Edit(ConsoleHost host, Guid id, Func<AgentTraits, AgentTraits> change)
    {
        var agent = host.Lane.Last.Directory.AiAgents[id];
        var to = change(agent.Traits);
        return new EditAiAgent.Command(Guid.NewGuid(), id, agent.Version, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status);
    }

    private static async Task<ReceiveMessage.Answer> WriteAsync(ConsoleHost host, string who, Channel channel = Channel.Telegram) =>
        (await host.SendAsync(new ReceiveMessage.Command(channel, who, $"{who}-1", "Chào shop, cho mình hỏi giá", who), Caller.Runtime)).Value;

    private static long Held(ConsoleHost host, Guid agent) => host.Lane.Last.Counters[Counters.ActiveBindings, agent];

    private static List<string> Names(ConsoleHost host, Guid agent)
    {
        using var store = host.Read();
        return [.. store.Customers.Where(c => c.AiAgentId == agent).Select(c => c.Name).Order()];
    }
}
