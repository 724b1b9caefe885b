using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Who was invited and which agent was added by mistake is gone again, while nothing is theirs.</summary>
public sealed class UndoAddingTests : IAsyncLifetime
{
    private static readonly byte[] Hash = [.. Enumerable.Repeat((byte)9, 32)];

    private readonly TestConsole _console = new();
    private readonly Guid _deed = Guid.NewGuid();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Agent_NobodyWasBoundTo_IsGone_AndItsNameIsFree()
    {
        var agents = _console[Counters.AiAgents];
        var id = await AddAgentAsync("AI Mistaken");
        Assert.True((await UndoAgentAsync()).Succeeded);
        Assert.False(_console.Lane.Last.Directory.AiAgents.ContainsKey(id));
        Assert.Equal(agents, _console[Counters.AiAgents]);
        Assert.Equal("undone", ErrorOf(await UndoAgentAsync()).Code);
        Assert.True((await _console.SendAsync(Add("AI Mistaken") with { OperationId = Guid.NewGuid() }, _console.Admin())).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Agent_SomebodyWasBoundToOrThatWasEdited_Stays()
    {
        var id = await AddAgentAsync("AI Mistaken");
        await _console.EditAsync("AI Mistaken", t => t with { Capacity = 9 });
        Assert.Equal("built_on", ErrorOf(await UndoAgentAsync()).Code);

        var (deed, bound) = (Guid.NewGuid(), default(Guid));
        bound = (await _console.SendAsync(Add("AI Bound") with { OperationId = deed }, _console.Admin())).Value.AiAgentId;
        await _console.Lane.FillAsync(_console.Lane.Last.Directory.AiAgents[bound], 1);
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new UndoAddedAgent.Command(Guid.NewGuid(), deed), _console.Admin())).Code);
        Assert.True(_console.Lane.Last.Directory.AiAgents.ContainsKey(id) && _console.Lane.Last.Directory.AiAgents.ContainsKey(bound));
        _console.AssertSound();
    }

    [Fact]
    public async Task Agent_AfterTenSecondsOrBySomebodyElse_Stays()
    {
        await AddAgentAsync("AI Late");
        var other = Caller.Nobody;
        await _console.Lane.RunAsync(change => other = Caller.Person(LaneCommands.AddPerson(change, "other@example.com", Role.Admin)));
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.SendAsync(new UndoAddedAgent.Command(Guid.NewGuid(), _deed), other)).Kind);
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromSeconds(1));
        Assert.Equal("final", ErrorOf(await UndoAgentAsync()).Code);
    }

    [Fact]
    public async Task Invited_AndNothingIsTheirs_IsGone_AndTheLinkOpensNothing()
    {
        var people = _console[Counters.SalesUsers];
        var id = await InviteAsync();
        Assert.Equal(people + 1, _console[Counters.SalesUsers]);
        Assert.True((await UndoInviteAsync()).Succeeded);
        Assert.False(_console.Lane.Last.Directory.SalesUsers.ContainsKey(id));
        Assert.Equal(people, _console[Counters.SalesUsers]);
        Assert.False((await _console.SendAsync(new AcceptInvitation.Command(Guid.NewGuid(), Hash, "hash"))).Succeeded);
        Assert.Equal("undone", ErrorOf(await UndoInviteAsync()).Code);
        // The address is free again.
        Assert.True((await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Ops, [.. Hash.Reverse()]), _console.Admin())).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Invited_WhoTookUpTheLinkOrWasGivenAnAgent_Stays()
    {
        var id = await InviteAsync();
        await _console.EditAsync("AI Sales B", t => t with { OwnerId = id });
        Assert.Equal("built_on", ErrorOf(await UndoInviteAsync()).Code);
        await _console.EditAsync("AI Sales B", t => t with { OwnerId = _console.Admin().SalesUserId!.Value });
        Assert.True((await _console.SendAsync(new AcceptInvitation.Command(Guid.NewGuid(), Hash, "hash"))).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoInviteAsync()).Code);
        Assert.True(_console.Lane.Last.Directory.SalesUsers.ContainsKey(id));
    }

    [Fact]
    public async Task Invited_ToWhomANewLinkWentOut_Stays()
    {
        var id = await InviteAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), id, [.. Hash.Reverse()]), _console.Admin())).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoInviteAsync()).Code);
        Assert.True(_console.Lane.Last.Directory.SalesUsers.ContainsKey(id));
    }

    [Fact]
    public async Task Invited_WhoOnceHeldAConversation_Stays()
    {
        var (heard, id) = (await _console.HearAsync("lan-001"), await InviteAsync(Role.Ops));
        var by = Caller.Person(_console.Lane.Last.Directory.SalesUsers[id]);
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, heard.Holder.Version, "customer_asked"), by)).Value;
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), heard.ConversationId, taken.HolderVersion, HandBackConversation.Reasons[0], null), by)).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoInviteAsync()).Code);
    }

    private AddAiAgent.Command Add(string name) => new(_deed, name, _console.Admin().SalesUserId!.Value, "vi", [Channel.Telegram], 5);

    private async Task<Guid> AddAgentAsync(string name) => (await _console.SendAsync(Add(name), _console.Admin())).Value.AiAgentId;

    private Task<Result<Done>> UndoAgentAsync() => _console.SendAsync(new UndoAddedAgent.Command(Guid.NewGuid(), _deed), _console.Admin());

    private async Task<Guid> InviteAsync(Role role = Role.RealSalesUser) => (await _console.SendAsync(new InviteSalesUser.Command(_deed, "New", "new@example.com", role, Hash), _console.Admin())).Value.SalesUserId;

    private Task<Result<Done>> UndoInviteAsync() => _console.SendAsync(new UndoInvitation.Command(Guid.NewGuid(), _deed), _console.Admin());
}
