using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>A customer who writes that they want no more messages has opted out, whoever holds the conversation; and can come back.</summary>
public sealed class SaidStopTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;

    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Understood_IsAnOptOut_AndLifted_TheConversationGoesOn_AndTakenBack_ItHasEndedAgain()
    {
        var before = Talk().State;
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.Equal("opted_out", (await StopAsync(0.95)).State.To);
        Assert.Contains("customer.opted_out", _console.Actions(since));
        Assert.Equal((Channel.Telegram, "customer_wrote", null), Assert.Single((await ReadAsync()).OptOuts) is var filed ? (filed.Channel, filed.Source, filed.By) : default);
        Assert.Equal(_heard.CustomerId, Assert.Single((await _console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["optedOut"] = "yes" })), Ops)).Value.Rows).Id);
        Assert.Equal("opted_out", ErrorOf(await ReplyAsync("r-1")).Code);

        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var lifted = await LiftAsync();
        // The word itself waits for no answer.
        Assert.Null(Talk().UnansweredSince);
        Assert.Equal((before, before, 0), (Talk().State, (await ReadAsync()).Status, (await ReadAsync()).OptOuts.Count));
        Assert.True((await ReplyAsync("r-1")).Succeeded);
        Assert.True((await _console.SendAsync(new UndoConsent.Command(Guid.NewGuid(), lifted.Value.ConsentId), Ops)).Succeeded);
        Assert.Equal(("opted_out", "opted_out", 1), (Talk().State, (await ReadAsync()).Status, (await ReadAsync()).OptOuts.Count));
        Assert.Equal("opted_out", ErrorOf(await ReplyAsync("r-2")).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task SaidToAPerson_HoldsForTheAiThatComesBack_WhatIsUncertainDoesNot()
    {
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _heard.ConversationId, _heard.Holder.Version, "risk"), Ops)).Value;
        await StopAsync(0.7);
        Assert.Empty((await ReadAsync()).OptOuts);
        await StopAsync(0.95);
        Assert.Single((await ReadAsync()).OptOuts);
        Assert.Equal("human_takeover", Talk().State);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, taken.HolderVersion, "resolved"), Ops)).Succeeded);
        Assert.Equal("opted_out", ErrorOf(await ReplyAsync("r-1")).Code);
        Assert.True((await LiftAsync()).Succeeded);
        Assert.True((await ReplyAsync("r-1")).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Approved_IsAnOptOut_AndUndone_IsNone()
    {
        var asked = await StopAsync(0.7);
        var since = Talk().UnansweredSince;
        var decided = await _console.ApproveAsync(await _console.CaseAsync(asked));
        Assert.Equal((true, null), (since is not null, Talk().UnansweredSince));
        Assert.Equal("opted_out", decided.Value.State);
        Assert.Equal(_console.Lane.Last.Directory.NameOfUser(_console.Supervisor().SalesUserId), Assert.Single((await ReadAsync()).OptOuts).By);
        Assert.True((await _console.UndoAsync(decided)).Succeeded);
        Assert.Equal(since, Talk().UnansweredSince);
        Assert.Empty((await ReadAsync()).OptOuts);
        await using var store = _console.Read();
        Assert.Null((await store.Customers.SingleAsync(c => c.Id == _heard.CustomerId, TestContext.Current.CancellationToken)).OptOuts);
        _console.AssertSound();
    }

    /// <summary>Low confidence, so that a person is asked what was meant; and enough for it, so that a person is asked whether it ends.</summary>
    [Theory]
    [InlineData(0.4)]
    [InlineData(0.7)]
    public async Task Uncertain_TheAiWaitsForThePerson_AndSpeaksWhereItWasNone(double confidence)
    {
        var asked = await StopAsync(confidence);
        Assert.Equal("opt_out_pending", ErrorOf(await ReplyAsync("r-1")).Code);
        Assert.Empty((await ReadAsync()).OptOuts);
        // Of another customer nothing is asked.
        var other = await _console.HearAsync("mai-001", "ask_price", "discovery_price", 0.9);
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(other.ConversationId, "r-2", "Dạ", other.Holder.Version), Caller.Runtime)).Succeeded);
        Assert.True((await _console.RejectAsync(await _console.CaseAsync(asked), NextStep.AskCustomer)).Succeeded);
        Assert.True((await ReplyAsync("r-1")).Succeeded);
    }

    [Fact]
    public async Task EndedByAnEarlierVersion_WithNothingFiled_IsShownAndLifted()
    {
        await StopAsync(0.95);
        await _console.Lane.RunAsync(change =>
        {
            var customer = change.Find<Customer>(_heard.CustomerId)!;
            customer.Hear(Channel.Telegram, optsOut: false);
            var consent = change.Store.Consents.Single(c => c.CustomerId == _heard.CustomerId);
            consent.Undo(change.Now);
            change.Record("test.nothing_filed", customer, consent);
        });
        Assert.Equal("customer_wrote", Assert.Single((await ReadAsync()).OptOuts).Source);
        Assert.True((await LiftAsync()).Succeeded);
        Assert.Empty((await ReadAsync()).OptOuts);
        Assert.True((await ReplyAsync("r-1")).Succeeded);
        Assert.Equal("not_opted_out", ErrorOf(await LiftAsync()).Code);
    }

    private Task<ReceiveMessage.Answer> StopAsync(double confidence) => _console.HearAsync("lan-001", "opt_out", "opt_out", confidence);

    private Task<Result<ConsentAnswer>> LiftAsync() => _console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), _heard.CustomerId, Channel.Telegram, "by_phone", null), Ops);

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync(string id) =>
        _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, id, "Dạ", Talk().HolderVersion), Caller.Runtime);

    private async Task<GetCustomer.Answer> ReadAsync() => (await _console.SendAsync(new GetCustomer.Query(_heard.CustomerId), Ops)).Value;

    private Conversation Talk()
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == _heard.ConversationId);
    }
}
