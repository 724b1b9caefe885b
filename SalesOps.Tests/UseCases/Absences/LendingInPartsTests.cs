using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Absences;

/// <summary>An agent with more customers than change hands at once goes to who stands in all the same: its customers follow it there, and home.</summary>
public sealed class LendingInPartsTests : IAsyncLifetime
{
    private const string A = "AI Sales A";

    private readonly TestConsole _console = new();
    private Guid _binh;
    private int _held;

    /// <summary>The salesperson of the sample, whose agent A holds some more than go at once, and one more who has nothing.</summary>
    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _binh = (await _console.HireAsync("binh")).Id;
        await _console.Lane.FillAsync(_console.Agent(A), EditAiAgent.MostMoved);
        _held = With(Sales);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;

    [Fact]
    public async Task Leave_AgentGoesAtOnce_CustomersInParts_AndHomeAgain()
    {
        await using var store = _console.Read();
        var customer = await store.Assignments.Where(a => a.AiAgentId == _console.Agent(A).Id && a.Status == AssignmentStatus.Active).OrderByDescending(a => a.Id).Select(a => a.CustomerId).FirstAsync(Token);
        Assert.True((await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), customer, TaskKind.FollowUp, Sales, _console.Now().AddDays(1), "call"), _console.Admin())).Succeeded);

        await _console.LeaveAsync(Sales, _binh);
        Assert.Equal((_binh, (Guid?)Sales), (_console.Agent(A).OwnerId, _console.Agent(A).HomeOwnerId));
        Assert.NotNull(_console.Agent(A).PendingEditId);
        Assert.Equal(EditAiAgent.MostMoved + 2, With(Sales));
        Assert.Equal(Sales, (await TaskAsync(customer)).SalesUserId);
        await ArriveAsync();
        Assert.Equal((0, _held), (With(Sales), With(_binh)));
        Assert.Equal(_binh, (await TaskAsync(customer)).SalesUserId);

        await _console.PassAsync(6);
        Assert.Equal((Sales, (Guid?)null), (_console.Agent(A).OwnerId, _console.Agent(A).HomeOwnerId));
        await ArriveAsync();
        Assert.Equal((_held, 0), (With(Sales), With(_binh)));
        Assert.Equal(Sales, (await TaskAsync(customer)).SalesUserId);
        Assert.Equal(["owner_away", "owner_back"], await store.Assignments.Where(a => a.AiAgentId == _console.Agent(A).Id).Select(a => a.Reason).Where(r => r.StartsWith("owner_")).Distinct().Order().ToListAsync(Token));
        Assert.Empty(_console.Lane.Last.Directory.Absences);
        _console.AssertSound();
    }

    [Fact]
    public async Task LeaveEnded_WhileCustomersAreOnTheWay_TheyArriveAndComeHome_AndNobodyIsDisabledMeanwhile()
    {
        var planned = await _console.LeaveAsync(Sales, _binh);
        Assert.True((await FollowAsync()).Succeeded);
        foreach (var person in (Guid[])[Sales, _binh])
            Assert.Equal("following", (await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), person), _console.Admin())).Errors[0].Code);

        Assert.True((await _console.EndAsync(planned.Value.AbsenceId, planned.Value.Version)).Succeeded);
        await _console.FollowAsync();
        Assert.Equal(_binh, _console.Agent(A).OwnerId);
        await ArriveAsync();
        Assert.Equal(Sales, _console.Agent(A).OwnerId);
        await ArriveAsync();
        Assert.Equal((_held, 0), (With(Sales), With(_binh)));
        _console.AssertSound();
    }

    private int With(Guid person) => (int)_console.Lane.Last.Counters[Counters.Customers, person];

    private async Task<WorkTask> TaskAsync(Guid customer)
    {
        await using var store = _console.Read();
        return await store.WorkTasks.SingleAsync(t => t.CustomerId == customer, Token);
    }

    private Task<Domain.Messaging.Result<FollowAgentEdits.Answer>> FollowAsync() => _console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()));

    /// <summary>Sends the customers until all have arrived, and does then what absences ask for.</summary>
    private async Task ArriveAsync()
    {
        while (_console.Lane.Last.Directory.AiAgents.Values.Any(a => a.PendingEditId is not null)) Assert.True((await FollowAsync()).Succeeded);
        await _console.FollowAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
