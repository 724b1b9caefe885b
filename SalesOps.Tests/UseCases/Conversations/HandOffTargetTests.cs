using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Conversations;

/// <summary>To whom the AI hands off: to somebody who is there and may open the customer, or to nobody.</summary>
public sealed class HandOffTargetTests : IAsyncLifetime
{
    private const string Mornings = "mon 08:00-12:00; tue 08:00-12:00; wed 08:00-12:00; thu 08:00-12:00; fri 08:00-12:00";
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Owner => _console.Read().Customers.Single(c => c.Id == _heard.CustomerId).SalesUserId!.Value;

    [Fact]
    public async Task HandOff_WhileTheSalespersonIsAway_GoesToWhoActsForThem()
    {
        var binh = await _console.HireAsync("binh");
        await _console.LeaveAsync(Owner, binh.Id);
        var off = await HandOffAsync();
        Assert.Equal((binh.Name, binh.Id), (off.Value.Target.Name, HolderId()));
        _console.AssertSound();
    }

    [Fact]
    public async Task HandOff_BeforeTheCustomersCameToWhoActs_GoesToTheFallbackOwner_AndToNobodyElse()
    {
        var (binh, ops) = (await _console.HireAsync("binh"), _console.As(Role.Ops).SalesUserId!.Value);
        Assert.True((await _console.PlanAsync(Owner, binh.Id)).Succeeded);
        var since = _console.Lane.Last.Counters.Sequence;
        var refused = ErrorOf(await HandOffAsync());
        Assert.Equal((ErrorKind.Conflict, "nobody_there", (TimeSpan?)null, since), (refused.Kind, refused.Code, refused.RetryAfter, _console.Lane.Last.Counters.Sequence));
        Assert.Equal((Guid?)null, HolderId());
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, "r-1", "Dạ", _heard.Holder.Version), Caller.Runtime)).Succeeded);

        await SetAsync(SettingKind.FallbackOwner, ops.ToString());
        Assert.Equal("陈静", (await HandOffAsync()).Value.Target.Name);
        Assert.Equal((ops, ops), (HolderId()!.Value, _console.Read().WorkTasks.Single(t => t.CustomerId == _heard.CustomerId && t.Kind == TaskKind.PersonWanted).SalesUserId!.Value));
        // Who acts gets the customers now; whoever may see everybody's keeps what they hold.
        await _console.FollowAsync();
        Assert.Equal(ops, HolderId());
        _console.AssertSound();
    }

    [Fact]
    public async Task HandOff_WhereWhoWouldHoldItCannotSignIn_FindsNobody()
    {
        var binh = await _console.HireAsync("binh");
        await _console.LeaveAsync(Owner, binh.Id);
        await _console.LetInAsync(binh.Id);
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), binh.Id), _console.Admin())).Succeeded);
        Assert.Equal("nobody_there", ErrorOf(await HandOffAsync()).Code);
        Assert.Equal((Guid?)null, HolderId());
    }

    [Fact]
    public async Task HandOff_OutsideTheHours_SaysWhenSomebodyWorks_AndSoDoesARefusal()
    {
        await SetAsync(SettingKind.WorkingHours, Mornings);
        // Wednesday, 19:00 in the console's zone, seven hours ahead.
        _console.Clock.Advance(new DateTimeOffset(2026, 6, 3, 12, 0, 0, TimeSpan.Zero) - _console.Clock.GetUtcNow());
        var opens = new DateTime(2026, 6, 4, 1, 0, 0, DateTimeKind.Utc);
        var binh = await _console.HireAsync("binh");
        var planned = (await _console.PlanAsync(Owner, binh.Id)).Value;
        var refused = ErrorOf(await HandOffAsync());
        Assert.Equal(("nobody_there", TimeSpan.FromHours(13)), (refused.Code, refused.RetryAfter));
        Assert.Contains("2026-06-04T01:00:00Z", refused.Message, StringComparison.Ordinal);

        Assert.True((await _console.EndAsync(planned.AbsenceId, planned.Version)).Succeeded);
        var off = (await HandOffAsync()).Value;
        Assert.Equal((opens, opens.AddMinutes(15)), (off.Target.WorksAt, off.TaskDueAt));
    }

    private Task<Result<HandOffConversation.Answer>> HandOffAsync() =>
        _console.SendAsync(new HandOffConversation.Command(_heard.ConversationId, "h-1", Version(), "payment", null, true), Caller.Runtime);

    private int Version() => _console.Read().Conversations.Single(c => c.Id == _heard.ConversationId).HolderVersion;

    private Guid? HolderId() => _console.Read().Conversations.Single(c => c.Id == _heard.ConversationId).HolderUserId;

    private async Task SetAsync(SettingKind kind, string value) =>
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, _console.Lane.Last.Directory.Settings.Of(kind)), _console.Admin())).Succeeded);
}
