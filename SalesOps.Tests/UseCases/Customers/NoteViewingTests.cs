using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Who opened a customer's file stands on the audit log, apart from what was done.</summary>
public sealed class NoteViewingTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTime Now => _console.Clock.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "acc-1", "m-1", "chào shop", "Lan"), Caller.Runtime)).Value;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Looking_StandsUnderItsOwnRows_AndNotAmongOperations()
    {
        var ops = _console.As(Role.Ops);
        Assert.True((await LookAsync(ops)).Succeeded);
        var row = Assert.Single(await RowsAsync("viewings", ops));
        Assert.Equal((AuditActions.Viewed, (Guid?)_heard.CustomerId, _console.Lane.Last.Directory.NameOfUser(ops.SalesUserId)), (row.Action, row.CustomerId, row.Actor));
        Assert.DoesNotContain(await RowsAsync("operations", ops), r => r.Action == AuditActions.Viewed);
        Assert.Contains(await RowsAsync("all", ops), r => r.Action == AuditActions.Viewed);
        Assert.NotEqual(AuditActions.Viewed, (await _console.SendAsync(new GetLatestEntry.Query(), ops)).Value.Entry!.Action);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_AgainWithinTheHour_IsTheSameLook_AndAnothersIsNot()
    {
        var ops = _console.As(Role.Ops);
        var first = await LookAsync(ops);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first.Value, (await LookAsync(ops)).Value);
        Assert.NotEqual(first.Value, (await LookAsync(_console.As(Role.Supervisor))).Value);
        _console.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(first.Value, (await LookAsync(ops)).Value);
        Assert.Equal(3, (await RowsAsync("viewings", ops)).Count);
    }

    [Fact]
    public async Task Timeline_TellsOfLooks_WhereEntriesAreAskedFor()
    {
        var ops = _console.As(Role.Ops);
        Assert.True((await LookAsync(ops)).Succeeded);
        Assert.DoesNotContain(await TimelineAsync(null), e => e.Title == AuditActions.Viewed);
        Assert.Contains(await TimelineAsync(GetTimeline.EventKind.Audit), e => e.Title == AuditActions.Viewed);

        async Task<IReadOnlyList<GetTimeline.Event>> TimelineAsync(GetTimeline.EventKind? kind) =>
            (await _console.SendAsync(new GetTimeline.Query(_heard.CustomerId, kind), ops)).Value.Events;
    }

    [Fact]
    public async Task Looking_WhereNothingCanBeRead_IsNotNoted()
    {
        var stranger = Caller.Nobody;
        await _console.Lane.RunAsync(change => stranger = Caller.Person(LaneCommands.AddPerson(change, "stranger@example.com", Role.RealSalesUser)));
        Assert.Equal(ErrorKind.NotFound, (await LookAsync(stranger)).Errors[0].Kind);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _heard.CustomerId, "customer_request", ShortId.Of(_heard.CustomerId)), _console.As(Role.Admin))).Succeeded);
        Assert.Equal("erased", (await LookAsync(_console.As(Role.Ops))).Errors[0].Code);
        Assert.Empty(await RowsAsync("viewings", _console.As(Role.Ops)));
    }

    [Fact]
    public async Task Erasure_LeavesWhoLooked()
    {
        Assert.True((await LookAsync(_console.As(Role.Ops))).Succeeded);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _heard.CustomerId, "customer_request", ShortId.Of(_heard.CustomerId)), _console.As(Role.Admin))).Succeeded);
        await using var store = _console.Read();
        Assert.Equal(_console.As(Role.Ops).SalesUserId, (await store.Viewings.SingleAsync(v => v.CustomerId == _heard.CustomerId, Token)).ById);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    private Task<Result<NoteViewing.Answer>> LookAsync(Caller by) => _console.SendAsync(NoteViewing.Command.Of(by.SalesUserId!.Value, _heard.CustomerId, Now), by);

    private async Task<IReadOnlyList<ListAudit.Row>> RowsAsync(string rows, Caller by) =>
        (await _console.SendAsync(new ListAudit.Query(new GridRequest(Filters: new Dictionary<string, string> { ["rows"] = rows })), by)).Value.Rows;
}
