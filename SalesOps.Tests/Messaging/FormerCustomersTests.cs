using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Messaging;

/// <summary>A salesperson keeps the old rows of a customer who went to somebody else, and nothing of who that is.</summary>
public sealed class FormerCustomersTests : IAsyncLifetime
{
    private const string Name = "zxqlan";

    private readonly TestConsole _console = new();
    private Caller _former = default!, _next = default!, _staff = default!;

    public async ValueTask InitializeAsync()
    {
        _staff = (await _console.HireAsync(1))[0];
        foreach (var email in (string[])["former@example.com", "next@example.com"])
        {
            SalesUser person = default!;
            await _console.Lane.RunAsync(change => person = LaneCommands.AddPerson(change, email));
            if (email[0] == 'f') _former = Caller.Person(person);
            else _next = Caller.Person(person);
        }
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task OldRows_AfterATransfer_HaveNoNameAndAreNotFoundByIt()
    {
        var from = await AddAgentAsync("AI 1", _former);
        var heard = await _console.HearAsync(Name);
        var reviewed = await _console.CaseAsync(heard);
        Assert.True((await _console.ApproveAsync(reviewed, _staff)).Succeeded);
        foreach (var task in (await _console.SendAsync(new ListTasks.Query(new()), _former)).Value.Rows.Where(r => r.Kind == TaskKind.FirstContact))
            Assert.True((await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [task.Seen]), _former)).Succeeded);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, Version(heard), "customer_asked"), _former)).Succeeded);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), heard.ConversationId, Version(heard), HandBackConversation.Reasons[0]), _former)).Succeeded);
        foreach (var names in (IReadOnlyList<string?>[])[.. await NamesAsync(_former), .. await NamesAsync(_former, Name)])
        {
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Equal(Name, name));
        }
        Assert.NotEmpty(await EntriesAsync(_former));
        Assert.True((await _console.SendAsync(new GetReviewCase.Query(reviewed.Id), _former)).Succeeded);

        var to = await AddAgentAsync("AI 2", _next);
        Assert.True((await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(heard.CustomerId, from)], to, "workload"), _staff)).Succeeded);

        foreach (var names in await NamesAsync(_former))
        {
            Assert.NotEmpty(names);
            Assert.All(names, Assert.Null);
        }
        foreach (var names in await NamesAsync(_former, Name)) Assert.Empty(names);
        Assert.Empty(await EntriesAsync(_former));
        Assert.Equal(ErrorKind.NotFound, (await _console.SendAsync(new GetReviewCase.Query(reviewed.Id), _former)).Errors[0].Kind);
        // Who sees everybody's knows them all still.
        foreach (var names in await NamesAsync(_staff, Name)) Assert.All(names, name => Assert.Equal(Name, name));
        Assert.Equal(2, (await NamesAsync(_staff, Name))[0].Count);
    }

    /// <summary>The names beside assignments, tasks and handovers.</summary>
    private async Task<IReadOnlyList<string?>[]> NamesAsync(Caller by, string? search = null) =>
    [
        [.. (await _console.SendAsync(new ListAssignments.Query(Found(search)), by)).Value.Rows.Select(r => r.Customer)],
        [.. (await _console.SendAsync(new ListTasks.Query(Found(search)), by)).Value.Rows.Select(r => r.Customer)],
        [.. (await _console.SendAsync(new ListHandovers.Query(Found(search)), by)).Value.Rows.Select(r => r.Customer)],
    ];

    private async Task<IReadOnlyList<ListAudit.Row>> EntriesAsync(Caller by) => (await _console.SendAsync(new ListAudit.Query(Found(Name)), by)).Value.Rows;

    private static GridRequest Found(string? search) => new(Take: 100, Filters: search is null ? null : new Dictionary<string, string> { ["search"] = search });

    private async Task<Guid> AddAgentAsync(string name, Caller owner) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner.SalesUserId!.Value, "vi", [Channel.Telegram], 5))).Value.AiAgentId;

    private int Version(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == heard.ConversationId).HolderVersion;
    }
}
