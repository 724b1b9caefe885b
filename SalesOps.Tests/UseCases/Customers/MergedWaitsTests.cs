using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Since when a customer waits for an answer who was two.</summary>
public sealed class MergedWaitsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private Guid _lan, _anh;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _lan = (await _console.WriteAsync("lan-tg")).CustomerId;
        _anh = (await _console.WriteAsync("anh-zalo", Channel.Zalo)).CustomerId;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Merge_OneWhoWasAnswered_WaitsWithTheOther_WhomNoReplyElsewhereAnswers()
    {
        var (telegram, zalo, deed) = (await TalkAsync(_lan), await TalkAsync(_anh), Guid.NewGuid());
        await ReplyAsync("r-1");
        Assert.Null((await CustomerAsync(_lan)).UnansweredSince);
        var merged = await MergeAsync(_lan, _anh);
        Assert.Equal(zalo.LastInboundAt, (await CustomerAsync(_lan)).UnansweredSince);
        Assert.True((await _console.SendAsync(new MarkAnswered.Command(deed, zalo.Id, zalo.LastInboundAt), _console.As(Role.Ops))).Succeeded);
        Assert.Null((await CustomerAsync(_lan)).UnansweredSince);
        await ReplyAsync("r-2");
        Assert.True((await _console.SendAsync(new UndoAnswered.Command(Guid.NewGuid(), zalo.Id, deed), _console.As(Role.Ops))).Succeeded);
        Assert.Equal(zalo.LastInboundAt, (await CustomerAsync(_lan)).UnansweredSince);

        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), _console.As(Role.Ops))).Succeeded);
        Assert.Null((await CustomerAsync(_lan)).UnansweredSince);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.WriteAsync("lan-tg");
        await MergeAsync(_anh, _lan);
        // Who waits longer counts, also when that one stays.
        Assert.Equal(zalo.LastInboundAt, (await CustomerAsync(_anh)).UnansweredSince);

        async Task ReplyAsync(string id) => Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(telegram.Id, id, "Dạ", telegram.HolderVersion), Caller.Runtime)).Succeeded);
    }

    private async Task<MergeCustomers.Answer> MergeAsync(Guid stays, Guid goes)
    {
        var answer = await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays, goes, (await CustomerAsync(stays)).AiAgentId, (await CustomerAsync(goes)).AiAgentId), _console.As(Role.Ops));
        Assert.True(answer.Succeeded, answer.Errors is [var error, ..] ? error.Message : "");
        return answer.Value;
    }

    private async Task<Customer> CustomerAsync(Guid id)
    {
        await using var store = _console.Read();
        return await store.Customers.SingleAsync(c => c.Id == id, TestContext.Current.CancellationToken);
    }

    private async Task<Conversation> TalkAsync(Guid customer)
    {
        await using var store = _console.Read();
        return await store.Conversations.SingleAsync(c => c.CustomerId == customer, TestContext.Current.CancellationToken);
    }
}
