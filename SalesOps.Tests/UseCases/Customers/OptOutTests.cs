using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Once a customer opted out of a channel no word goes out on it, until that is lifted; each with its proof.</summary>
public sealed class OptOutTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "acc-1", "m-1", "chào shop", "Lan"), Caller.Runtime)).Value;
        Assert.NotNull(_heard.Assignment);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task OptOut_StandsEverywhere_WithWhoWhenAndHow()
    {
        var ops = _console.As(Role.Ops);
        Assert.True((await OptOutAsync(ops, note: " Đừng nhắn nữa ")).Succeeded);
        var read = (await _console.SendAsync(new GetCustomer.Query(_heard.CustomerId), ops)).Value;
        Assert.Equal([Channel.Telegram], read.Channels);
        Assert.Equal(new GetCustomer.OptOut(Channel.Telegram, "by_phone", "Đừng nhắn nữa", _console.Lane.Last.Directory.NameOfUser(ops.SalesUserId), _console.Clock.GetUtcNow().UtcDateTime),
            Assert.Single(read.OptOuts));
        var rows = (await _console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["optedOut"] = "yes" })), ops)).Value.Rows;
        Assert.Equal((_heard.CustomerId, "telegram"), Assert.Single(rows) is var row ? (row.Id, row.OptedOut) : default);
        await using var store = _console.Read();
        var entry = await store.AuditEntries.OrderBy(e => e.Sequence).LastAsync(Token);
        Assert.Equal(("customer.opted_out", _heard.CustomerId, ops.SalesUserId), (entry.Action, entry.CustomerId, entry.ActorId));
        Assert.DoesNotContain("Đừng", ChangeText.Of(entry.Changes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_IsRefused_UntilItIsLifted_AndNothingIsFiled()
    {
        Assert.True((await ReplyAsync("r-1")).Succeeded);
        Assert.True((await OptOutAsync()).Succeeded);
        var sequence = _console.Lane.Last.Counters.Sequence;
        Assert.Equal((ErrorKind.Conflict, "opted_out"), await ReplyAsync("r-2") is { Errors: [var e] } ? (e.Kind, e.Code) : default);
        Assert.Equal(sequence, _console.Lane.Last.Counters.Sequence);
        // What was said before is answered again as it was, and goes out no second time.
        Assert.True((await ReplyAsync("r-1")).Receipt!.Duplicate);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await LiftAsync(_console.As(Role.Supervisor))).Succeeded);
        Assert.True((await ReplyAsync("r-2")).Succeeded);
        Assert.Empty((await _console.SendAsync(new GetCustomer.Query(_heard.CustomerId))).Value.OptOuts);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptOut_OneChannel_LeavesTheOthers()
    {
        await _console.Lane.RunAsync(change =>
        {
            var customer = change.Find<Customer>(_heard.CustomerId)!;
            var identity = new ChannelIdentity(change.NewId(), customer.Id, Channel.Zalo, "z-1", change.Now);
            change.Add(identity);
            change.Record("test.second_account", customer, identity);
        });
        await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "z-1", "z-m-1", "chào shop"), Caller.Runtime);
        Assert.True((await OptOutAsync(channel: Channel.Zalo)).Succeeded);
        Assert.True((await ReplyAsync("r-1")).Succeeded);
        Assert.True((await OptOutAsync()).Succeeded);
        Assert.False((await ReplyAsync("r-2")).Succeeded);
        await using var store = _console.Read();
        Assert.Equal([Channel.Telegram, Channel.Zalo], (await store.Customers.SingleAsync(c => c.Id == _heard.CustomerId, Token)).OptOuts);
    }

    [Fact]
    public async Task OptOut_WrongField_OrSoAlready_IsRefused()
    {
        Assert.Equal("source", Assert.Single((await OptOutAsync(source: "entered_by_mistake")).Errors).Field);
        Assert.Equal("too_long", Assert.Single((await OptOutAsync(note: new string('x', 501))).Errors).Code);
        Assert.Equal(("channel", "unknown"), await OptOutAsync(channel: Channel.Facebook) is { Errors: [var e] } ? (e.Field, e.Code) : default);
        Assert.Equal("not_opted_out", Assert.Single((await LiftAsync(_console.As(Role.Ops))).Errors).Code);
        Assert.True((await OptOutAsync()).Succeeded);
        Assert.Equal("opted_out", Assert.Single((await OptOutAsync()).Errors).Code);
    }

    [Fact]
    public async Task Salesperson_OptsOwnCustomersOut_AndLiftsNothing()
    {
        var seller = _console.As(Role.RealSalesUser);
        await using var store = _console.Read();
        var accounts = await store.ChannelIdentities.ToListAsync(Token);
        foreach (var customer in await store.Customers.Where(c => c.SalesUserId != null).ToListAsync(Token))
        {
            var channel = accounts.First(a => a.CustomerId == customer.Id).Channel;
            var answer = await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), customer.Id, channel, "in_person", null), seller);
            Assert.Equal(customer.SalesUserId == seller.SalesUserId, answer.Succeeded);
            Assert.Equal(ErrorKind.Forbidden, Assert.Single((await _console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), customer.Id, channel, "by_phone", null), seller)).Errors).Kind);
        }
    }

    [Fact]
    public async Task Undo_OwnLastWord_IsTakenBack_OthersAreNot()
    {
        var ops = _console.As(Role.Ops);
        var first = (await OptOutAsync(ops)).Value.ConsentId;
        Assert.Equal(ErrorKind.Forbidden, Assert.Single((await UndoAsync(first, _console.As(Role.Admin))).Errors).Kind);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var lifted = (await LiftAsync(ops)).Value.ConsentId;
        Assert.Equal("built_on", Assert.Single((await UndoAsync(first, ops)).Errors).Code);
        Assert.True((await UndoAsync(lifted, ops)).Succeeded);
        Assert.False((await ReplyAsync("r-1")).Succeeded);
        Assert.True((await UndoAsync(first, ops)).Succeeded);
        Assert.True((await ReplyAsync("r-1")).Succeeded);
        Assert.Equal("undone", Assert.Single((await UndoAsync(first, ops)).Errors).Code);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = (await OptOutAsync(ops)).Value.ConsentId;
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", Assert.Single((await UndoAsync(late, ops)).Errors).Code);
        var told = (await _console.SendAsync(new GetTimeline.Query(_heard.CustomerId, GetTimeline.EventKind.Details), ops)).Value.Events;
        Assert.Equal(["customer.opted_out", "customer.opt_out_lifted", "customer.opted_out"], told.OrderByDescending(e => e.At).Select(e => e.Title));
        Assert.Equal(2, told.Count(e => e.Status == "undone"));
    }

    [Fact]
    public async Task Lifted_WhatCameSinceTheLastOptOutOfTheChannel_Waits()
    {
        var ops = _console.As(Role.Ops);
        await NextAsync(OptOutAsync());
        await NextAsync(LiftAsync(ops));
        await WriteAsync(Channel.Telegram, "m-2");
        await NextAsync(OptOutAsync());
        await NextAsync(LiftAsync(ops));
        // It was written before they said stop again.
        Assert.Null(await SinceAsync());

        await NextAsync(OptOutAsync());
        var word = await WriteAsync(Channel.Telegram, "m-3");
        var lifted = await NextAsync(LiftAsync(ops));
        // What was said by mistake and taken back counts for nothing.
        Assert.True((await UndoAsync((await NextAsync(OptOutAsync())).ConsentId, ops)).Succeeded);
        Assert.True((await UndoAsync(lifted.ConsentId, ops)).Succeeded);
        await NextAsync(LiftAsync(ops));
        Assert.Equal(word, await SinceAsync());

        await _console.Lane.RunAsync(change =>
        {
            var customer = change.Find<Customer>(_heard.CustomerId)!;
            var identity = new ChannelIdentity(change.NewId(), customer.Id, Channel.Zalo, "acc-1", change.Now);
            change.Add(identity);
            change.Record("test.second_account", customer, identity);
        });
        await NextAsync(OptOutAsync());
        word = await WriteAsync(Channel.Telegram, "m-4");
        await WriteAsync(Channel.Zalo, "m-5");
        await NextAsync(OptOutAsync(channel: Channel.Zalo));
        await NextAsync(LiftAsync(ops));
        Assert.Equal(word, await SinceAsync());
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);

        async Task<ConsentAnswer> NextAsync(Task<Result<ConsentAnswer>> deed)
        {
            var answer = (await deed).Value;
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            return answer;
        }

        async Task<DateTime> WriteAsync(Channel channel, string id)
        {
            var at = _console.Clock.GetUtcNow().UtcDateTime;
            Assert.True((await _console.SendAsync(new ReceiveMessage.Command(channel, "acc-1", id, "chào shop"), Caller.Runtime)).Succeeded);
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            return at;
        }

        async Task<DateTime?> SinceAsync()
        {
            await using var store = _console.Read();
            return (await store.Customers.SingleAsync(c => c.Id == _heard.CustomerId, Token)).UnansweredSince;
        }
    }

    private Task<Result<ConsentAnswer>> OptOutAsync(Caller? by = null, Channel channel = Channel.Telegram, string source = "by_phone", string? note = null) =>
        _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), _heard.CustomerId, channel, source, note), by ?? _console.As(Role.Ops));

    private Task<Result<ConsentAnswer>> LiftAsync(Caller by) =>
        _console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), _heard.CustomerId, Channel.Telegram, "customer_wrote", "Nhắn lại nhé"), by);

    private Task<Result<UndoConsent.Answer>> UndoAsync(Guid consent, Caller by) => _console.SendAsync(new UndoConsent.Command(Guid.NewGuid(), consent), by);

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync(string messageId) =>
        _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, messageId, "Dạ 2 triệu ạ", _heard.Holder.Version), Caller.Runtime);
}
