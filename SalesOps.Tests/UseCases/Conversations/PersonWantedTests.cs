using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Conversations;

/// <summary>Who asks to talk to a person is somebody's task.</summary>
public sealed class PersonWantedTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Asked_IsOneTaskOfTheSalesperson_UntilItIsDone_ThenAnother()
    {
        var heard = await AskAsync(0.9);
        await AskAsync(0.9);
        var task = Assert.Single(Tasks(heard));
        Assert.Equal((Owner(heard), WorkTaskStatus.Open, task.CreatedAt.AddMinutes(15)), (task.SalesUserId, task.Status, task.DueAt));

        var row = (await _console.SendAsync(new ListTasks.Query(new GridRequest(Filters: new Dictionary<string, string> { ["kind"] = "person_wanted" })), Ops)).Value.Rows.Single();
        Assert.Equal(1, (await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [row.Seen]), Ops)).Value.Done);
        await AskAsync(0.9);
        Assert.Equal([WorkTaskStatus.Done, WorkTaskStatus.Open], Tasks(heard).OrderBy(t => t.CreatedAt).Select(t => t.Status));
        _console.AssertSound();
    }

    [Fact]
    public async Task Asked_WhereAPersonReadsItAnyway_IsNoTask()
    {
        var heard = await AskAsync(0.2);
        Assert.Equal("pending", heard.Understanding.Review);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, heard.Holder.Version, "risk"), Ops)).Succeeded);
        await AskAsync(0.9);
        Assert.Empty(Tasks(heard));
    }

    [Fact]
    public async Task Asked_ByWhoWaitsUnbound_IsTheFallbackOwners_UntilThereIsASalesperson()
    {
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.FallbackOwner, null, Ops.SalesUserId.ToString()!, _console.Lane.Last.Directory.Settings.Of(SettingKind.FallbackOwner)), _console.Admin())).Succeeded);
        foreach (var name in (string[])["trojanAI", "AI Sales A", "AI Sales B"])
            await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var heard = await AskAsync(0.9);
        Assert.Equal((null, Ops.SalesUserId), (Owner(heard), Assert.Single(Tasks(heard)).SalesUserId));

        await _console.EditAsync("AI Sales A", t => t with { Status = AgentStatus.Active });
        Assert.True((await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()), Caller.System)).Succeeded);
        Assert.NotNull(Owner(heard));
        Assert.Equal(Owner(heard), Assert.Single(Tasks(heard)).SalesUserId);
        _console.AssertSound();
    }

    private Caller Ops => _console.As(Role.Ops);

    private async Task<ReceiveMessage.Answer> AskAsync(double confidence)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        return await _console.HearAsync("lan-001", "request_human", "first_contact", confidence);
    }

    private List<WorkTask> Tasks(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        return [.. store.WorkTasks.Where(t => t.CustomerId == heard.CustomerId && t.Kind == TaskKind.PersonWanted)];
    }

    private Guid? Owner(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == heard.CustomerId).SalesUserId;
    }
}
