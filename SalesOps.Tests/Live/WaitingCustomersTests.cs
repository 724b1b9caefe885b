using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
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
}
