using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Agents;

/// <summary>Who writes to an agent that is paused is answered by it as before; and where nobody answers, ops staff see who waits, since when, and for whom.</summary>
public sealed class PausedAgentTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _met = null!;
    private string _agent = "";

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _met = await _console.WriteAsync("lan");
        _agent = _met.Assignment!.AiAgent;
        Assert.True((await ReplyAsync(_met, "r-1")).Succeeded);
        _console.Clock.Advance(TimeSpan.FromDays(30));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData(StrandedChoice.Stay)]
    [InlineData(StrandedChoice.UntilEnd)]
    public async Task Customer_WhoReturnsToAPausedAgent_IsAnsweredByIt_AndSeenToWaitUntilThen(StrandedChoice choice)
    {
        Assert.True((await _console.EditAsync(_agent, t => t with { Status = AgentStatus.Paused }, choice)).Succeeded);

        var heard = await _console.WriteAsync("lan");

        Assert.Equal((_agent, "returned", "ai"), (heard.Assignment?.AiAgent, heard.Assignment?.Reason, heard.Holder.By));
        Assert.Equal([_met.CustomerId], await WaitingAsync());
        _console.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([_met.CustomerId], await WaitingAsync("5m"));
        Assert.True((await ReplyAsync(heard, "r-2")).Succeeded);
        Assert.Empty(await WaitingAsync());
        _console.AssertSound();
    }

    [Fact]
    public async Task Customer_WhoStaysUntilTheConversationEnds_IsSaidToLeave_InTheList_UntilSomebodyTakesIt()
    {
        foreach (var name in _console.Lane.Last.Directory.AiAgents.Values.Select(a => a.Name).Where(name => name != _agent).ToList())
            await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        Assert.Empty(await LeavingAsync());
        Assert.True((await _console.EditAsync(_agent, t => t with { Status = AgentStatus.Paused }, StrandedChoice.UntilEnd)).Succeeded);
        await _console.WriteAsync("lan");

        // Nobody has room: it stays where it is answered.
        Assert.Contains(_met.CustomerId, await LeavingAsync());
        _console.Clock.Advance(MoveLeavingCustomers.Silence + TimeSpan.FromMinutes(1));
        Assert.False((await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Succeeded);
        Assert.Contains(_met.CustomerId, await LeavingAsync());

        await _console.EditAsync(_agent, t => t with { Status = AgentStatus.Active });
        while ((await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Succeeded) { }
        Assert.Empty(await LeavingAsync());
        _console.AssertSound();
    }

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync(ReceiveMessage.Answer heard, string id) =>
        _console.SendAsync(new ReplyToCustomer.Command(heard.ConversationId, id, "Dạ vâng ạ.", heard.Holder.Version), Caller.Runtime);

    /// <summary>The agent's customers who wait for an answer, in the pool as ops staff see it.</summary>
    private async Task<IEnumerable<Guid>> WaitingAsync(string atLeast = GridRanges.Any) =>
        (await _console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["agent"] = _console.Agent(_agent).Id.ToString(), [GridRanges.Unanswered] = atLeast })), _console.As(Role.Ops)))
            .Value.Rows.Where(r => r.Id == _met.CustomerId).Select(r => r.Id);

    private async Task<IEnumerable<Guid>> LeavingAsync() =>
        (await _console.SendAsync(new ListAssignments.Query(new GridRequest()), _console.As(Role.Ops))).Value.Rows.Where(r => r.IsLeaving).Select(r => r.CustomerId);
}
