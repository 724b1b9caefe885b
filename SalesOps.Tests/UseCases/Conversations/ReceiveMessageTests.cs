using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Conversations;

public sealed class ReceiveMessageTests
{
    private static readonly ReceiveMessage.Reported Recharge = new("recharge_intent", "discovery_capital", 0.574, [], "runtime-1");
    private static readonly ReceiveMessage.Reported Trust = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1");

    private static ReceiveMessage.Command Message(string who, string id, ReceiveMessage.Reported? understanding = null, string text = "Tôi muốn nạp tiền") =>
        new(Channel.Telegram, who, id, text, "Lan", null, understanding);

    [Fact]
    public async Task Handle_NewCustomer_IsBoundUnderstoodAndMoved()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();

        var answer = (await console.SendAsync(Message("lan-001", "m-1", Recharge), Caller.Runtime)).Value;

        Assert.Equal(new ReceiveMessage.AssignmentAnswer("trojanAI", "trojan", "new_customer", true), answer.Assignment);
        Assert.Equal(new ReceiveMessage.UnderstandingAnswer("recharge_intent", "discovery_capital", 0.574, "none"), answer.Understanding);
        Assert.Equal(new ReceiveMessage.StateAnswer("new_lead", "discovery", true), answer.State);
        Assert.Equal("ai", answer.Holder.By);
        Assert.Equal([2, 3, 7, 7, 8, 1, 0, 2], Counters.Tiles.Select(t => console[t]));
    }

    [Fact]
    public async Task Handle_SameMessageTwice_HasOneEffectAndTheSameAnswer()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var first = await console.SendAsync(Message("lan-001", "m-1", Recharge), Caller.Runtime);
        var again = await console.SendAsync(Message("lan-001", "m-1", Recharge), Caller.Runtime);
        var other = await console.SendAsync(Message("lan-001", "m-1", Recharge, "khác"), Caller.Runtime);

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(new Receipt(first.Receipt!.Sequence, Duplicate: true), again.Receipt);
        Assert.Equal(ErrorKind.Reused, Assert.Single(other.Errors).Kind);
        Assert.Equal(first.Receipt.Sequence, console.Lane.Last.Counters.Sequence);
    }

    [Fact]
    public async Task Handle_AlwaysReviewedIntent_WaitsForAPersonAndMovesNothing()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var answer = (await console.SendAsync(Message("lan-001", "m-1", Trust), Caller.Runtime)).Value;

        Assert.Equal("pending", answer.Understanding.Review);
        Assert.Equal(new ReceiveMessage.StateAnswer("new_lead", "new_lead", false), answer.State);
        Assert.Equal([2, 3, 7, 7, 9, 2, 0, 2], Counters.Tiles.Select(t => console[t]));
    }

    [Fact]
    public async Task Handle_ReturningCustomer_KeepsItsAssignment()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var first = (await console.SendAsync(Message("lan-001", "m-1", Recharge), Caller.Runtime)).Value;
        var second = (await console.SendAsync(Message("lan-001", "m-2"), Caller.Runtime)).Value;

        Assert.Equal(first.CustomerId, second.CustomerId);
        Assert.Equal(first.Assignment! with { Created = false, Reason = "returned" }, second.Assignment);
        await using var store = console.Read();
        var last = await store.AuditEntries.OrderByDescending(a => a.Sequence).Select(a => a.Action).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal("customer.returned_to_assignment", last);
    }

    [Fact]
    public async Task Handle_NoAgent_LeavesTheCustomerUnboundAndVisible()
    {
        await using var console = new TestConsole();
        var answer = (await console.SendAsync(Message("lan-001", "m-1", Recharge), Caller.Runtime)).Value;

        Assert.Null(answer.Assignment);
        Assert.Equal("nobody", answer.Holder.By);
        Assert.Equal(1, console[Counters.UnboundCustomers]);
    }

    [Fact]
    public async Task Handle_HumanHolds_AiStaysSilent()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var answer = (await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "handover-user-001", "z-1", "Tôi muốn nạp tiền", null, null, Trust), Caller.Runtime)).Value;

        Assert.Equal("human", answer.Holder.By);
        Assert.Equal("none", answer.Understanding.Review);
        Assert.Equal(new ReceiveMessage.StateAnswer("human_takeover", "human_takeover", false), answer.State);
    }

    [Theory]
    [InlineData("externalId", "", "m", "x", null, 0.5)]
    [InlineData("text", "a", "m", "", null, 0.5)]
    [InlineData("text", "a", "m", "a\\ud800", null, 0.5)]
    [InlineData("text", "a", "m", "a\0b", null, 0.5)]
    [InlineData("messageId", "a", "m\n", "x", null, 0.5)]
    [InlineData("sentAt", "a", "m", "x", "1999-01-01", 0.5)]
    [InlineData("sentAt", "a", "m", "x", "2999-01-01", 0.5)]
    [InlineData("understanding.confidence", "a", "m", "x", null, 1.01)]
    [InlineData("understanding.confidence", "a", "m", "x", null, double.NaN)]
    public async Task Handle_InvalidField_NamesItAndStoresNothing(string field, string who, string id, string text, string? sentAt, double confidence)
    {
        await using var console = new TestConsole();
        var at = sentAt is null ? (DateTime?)null : DateTime.Parse(sentAt, System.Globalization.CultureInfo.InvariantCulture);
        var answer = await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, id, System.Text.RegularExpressions.Regex.Unescape(text), null, at, Recharge with { Confidence = confidence }), Caller.Runtime);

        Assert.Equal(field, Assert.Single(answer.Errors).Field);
        Assert.Equal(0, console.Lane.Last.Counters.Sequence);
    }

    [Fact]
    public async Task Handle_PersonAsCaller_IsRefused()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var answer = await console.SendAsync(Message("lan-001", "m-1"), console.As(Role.Admin));
        Assert.Equal(ErrorKind.Forbidden, Assert.Single(answer.Errors).Kind);
    }
}
