using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Conversations;

public sealed class GetStepsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Handle_Messages_ShowEventGuardsAndResult()
    {
        var id = (await SayAsync("m-1", "recharge_intent", "discovery_capital", 0.574)).ConversationId;
        await SayAsync("m-2", "recharge_intent", "understanding_conversion_ready", 0.6);
        await SayAsync("m-3", "recharge_intent", "understanding_conversion_ready", 0.3);
        await SayAsync("m-4", "ask_trust", "understanding_trust_building", 0.9);

        var steps = (await _console.SendAsync(new GetSteps.Query(id), _console.As(Role.Supervisor))).Value.Steps;

        Assert.Equal(["m-1", "m-2", "m-3", "m-4"], steps.Select(s => s.Text));
        Assert.Equal([(null, "discovery"), ("discovery", "discovery"), ("discovery", "discovery"), ("discovery", "discovery")], steps.Select(s => (s.Before.Code, s.After.Code)));
        Assert.Equal(new("transition", true, 0.574, 0.55, "discovery"), steps[0].Guards[^1]);
        Assert.Equal(new("threshold", true, 0.574, 0.55), steps[0].Guards.Single(g => g.Code == "threshold"));
        Assert.Equal(new("transition", false, 0.6, 0.7, "trust_building"), steps[1].Guards[^1]);
        Assert.Equal(new("threshold", false, 0.3, 0.55), Assert.Single(steps[2].Guards, g => !g.Passed));
        Assert.Equal("always_review", Assert.Single(steps[3].Guards, g => !g.Passed).Code);
        Assert.Equal([ReviewStatus.None, ReviewStatus.None, ReviewStatus.Pending, ReviewStatus.Pending], steps.Select(s => s.Read!.Review));
        Assert.Equal([1, 1, 2, 3], steps.Select(s => s.After.OpenTasks));
        Assert.Equal(_console.Lane.Last.Counters.Sequence, steps[^1].Sequence);
    }

    [Fact]
    public async Task Handle_TakeoverAndTransfer_AreStepsOfTheirPerson()
    {
        await using var store = _console.Read();
        var held = await store.Conversations.SingleAsync(c => c.Holder == Holder.Human, Token);
        var steps = (await _console.SendAsync(new GetSteps.Query(held.Id))).Value.Steps;

        Assert.Equal(["customer.created_and_assigned", "customer.human_takeover", "customer.transfer_assignment"], steps.Select(s => s.Action));
        Assert.Equal([null, "Demo Sales", "Demo Sales"], steps.Select(s => s.Actor));
        Assert.Equal((Holder.Ai, Holder.Human, "human_takeover"), (steps[1].Before.Holder, steps[1].After.Holder, steps[1].After.Code));
        Assert.Empty(steps[1].Guards);
    }

    [Fact]
    public async Task Handle_ErasedCustomer_KeepsTheStepsWithoutTheWords()
    {
        var answer = await SayAsync("m-1", "recharge_intent", "discovery_capital", 0.574);
        await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), answer.CustomerId, "customer_request", ShortId.Of(answer.CustomerId)));
        var steps = (await _console.SendAsync(new GetSteps.Query(answer.ConversationId))).Value.Steps;
        Assert.Equal([("", 0.574), (null, null)], steps.Select(s => (s.Text, s.Read?.Confidence)));
        Assert.Equal(("customer.erased", Holder.Nobody, (string?)null), (steps[1].Action, steps[1].After.Holder, steps[1].After.AiAgent));
    }

    private async Task<ReceiveMessage.Answer> SayAsync(string message, string intent, string stage, double confidence) =>
        (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "lan-001", message, message, "Lan", null,
            new ReceiveMessage.Reported(intent, stage, confidence, [], "runtime-1")), Caller.Runtime)).Value;
}
