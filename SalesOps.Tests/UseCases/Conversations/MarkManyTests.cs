using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Conversations;

/// <summary>Several customers were answered in the channel itself: none of them waits any more, in any conversation.</summary>
public sealed class MarkManyTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly Guid _deed = Guid.NewGuid();
    private Guid _lan, _hoang;

    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _lan = (await _console.WriteAsync("lan")).CustomerId;
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var other = (await _console.WriteAsync("lan", Channel.Zalo)).CustomerId;
        _hoang = (await _console.WriteAsync("hoang")).CustomerId;
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), _lan, other, Read(_lan).AiAgentId, Read(other).AiAgentId), Ops)).Succeeded);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Marked_NobodyWaits_AndTheUndoHasThemWaitSinceTheyDid()
    {
        var before = (Read(_lan).UnansweredSince, Read(_hoang).UnansweredSince, Waiting());
        Assert.Equal(3, before.Item3);
        Assert.Equal(2, (await MarkAsync(Seen(_lan), Seen(_hoang))).Value.Outcome.Done);
        Assert.Equal((null, null, 0), (Read(_lan).UnansweredSince, Read(_hoang).UnansweredSince, Waiting()));
        _console.AssertSound();

        Assert.Equal(2, (await UndoAsync()).Value.Done);
        Assert.Equal(before, (Read(_lan).UnansweredSince, Read(_hoang).UnansweredSince, Waiting()));
        Assert.Equal("built_on", ErrorOf(await UndoAsync()).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task WhoWroteSinceItWasSeen_StillWaits_AndSoDoesWhoIsNotTheSalespersons()
    {
        var (lan, hoang) = (Seen(_lan), Seen(_hoang));
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await _console.WriteAsync("hoang");
        var answer = (await MarkAsync(lan, hoang)).Value.Outcome;
        Assert.Equal([null, "wrote_again"], answer.Lines.Select(l => l.Refused?.Code));
        Assert.NotNull(Read(_hoang).UnansweredSince);
        var stranger = Caller.Nobody;
        await _console.Lane.RunAsync(change => stranger = Caller.Person(LaneCommands.AddPerson(change, "stranger@example.com")));
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new MarkCustomersAnswered.Command(Guid.NewGuid(), [Seen(_hoang)]), stranger)).Kind);
    }

    [Fact]
    public async Task Undo_BySomebodyElseOrTooLate_IsRefused_AndWhoWroteSinceWaitsSinceThen()
    {
        await MarkAsync(Seen(_lan), Seen(_hoang));
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(_console.Admin())).Kind);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await _console.WriteAsync("hoang");
        var since = Read(_hoang).UnansweredSince;
        Assert.Equal([null, "built_on"], (await UndoAsync()).Value.Lines.Select(l => l.Refused?.Code));
        Assert.Equal(since, Read(_hoang).UnansweredSince);

        _console.Clock.Advance(UndoWindow.Length);
        Assert.Equal("final", ErrorOf(await UndoAsync()).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Marked_AReplyBegunBefore_IsRefused_AndSoIsOneBegunBeforeTheUndo(bool several)
    {
        var seen = Talk().HolderVersion;
        if (several) await MarkAsync(Seen(_hoang));
        else Assert.True((await _console.SendAsync(new MarkAnswered.Command(_deed, Talk().Id, Talk().LastInboundAt), Ops)).Succeeded);
        var marked = Talk().HolderVersion;
        await RefusedAsync(seen);

        if (several) await UndoAsync();
        else Assert.True((await _console.SendAsync(new UndoAnswered.Command(Guid.NewGuid(), Talk().Id, _deed), Ops)).Succeeded);
        Assert.NotNull(Read(_hoang).UnansweredSince);
        await RefusedAsync(seen);
        await RefusedAsync(marked);
        Assert.True((await ReplyAsync(Talk().HolderVersion)).Succeeded);
        _console.AssertSound();

        async Task RefusedAsync(int version)
        {
            var refused = ErrorOf(await ReplyAsync(version));
            Assert.Equal((ErrorKind.Stale, "holder_ai"), (refused.Kind, refused.Code));
        }
    }

    [Fact]
    public async Task Marked_WhoHoldsItKeepsItAsItWas_AndATakeoverSinceHindersNoUndo()
    {
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), Talk().Id, Talk().HolderVersion, "risk"), Ops)).Value;
        await MarkAsync(Seen(_hoang));
        Assert.Equal((Holder.Human, taken.HolderVersion), (Talk().Holder, Talk().HolderVersion));
        Assert.Equal(1, (await UndoAsync()).Value.Done);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), Talk().Id, taken.HolderVersion, "resolved"), Ops)).Succeeded);

        var deed = Guid.NewGuid();
        Assert.True((await _console.SendAsync(new MarkAnswered.Command(deed, Talk().Id, Talk().LastInboundAt), Ops)).Succeeded);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), Talk().Id, Talk().HolderVersion, "risk"), Ops)).Succeeded);
        Assert.True((await _console.SendAsync(new UndoAnswered.Command(Guid.NewGuid(), Talk().Id, deed), Ops)).Succeeded);
        Assert.NotNull(Read(_hoang).UnansweredSince);
    }

    private MarkCustomersAnswered.Seen Seen(Guid id) => new(id, Read(id).LastSeenAt);

    private Task<Result<MarkCustomersAnswered.Answer>> MarkAsync(params MarkCustomersAnswered.Seen[] customers) => _console.SendAsync(new MarkCustomersAnswered.Command(_deed, customers), Ops);

    private Task<Result<BulkAnswer>> UndoAsync(Caller? by = null) => _console.SendAsync(new UndoAnswers.Command(Guid.NewGuid(), _deed), by ?? Ops);

    private Customer Read(Guid id)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == id);
    }

    private Conversation Talk()
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.CustomerId == _hoang);
    }

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync(int version) => _console.SendAsync(new ReplyToCustomer.Command(Talk().Id, $"r-{Guid.NewGuid()}", "Dạ", version), Caller.Runtime);

    private int Waiting()
    {
        using var store = _console.Read();
        return store.Conversations.Count(c => (c.CustomerId == _lan || c.CustomerId == _hoang) && c.UnansweredSince != null);
    }
}
