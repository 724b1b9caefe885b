using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Messaging;

/// <summary>Two salespeople in one store: each list shows each the rows that are theirs, all of them and no other.</summary>
public sealed class VisibilityTests : IAsyncLifetime
{
    private static readonly ReceiveMessage.Reported Trust = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1");

    private readonly TestConsole _console = new();
    private readonly Caller[] _sales = new Caller[2];

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            SalesUser person = default!;
            await _console.Lane.RunAsync(change => person = LaneCommands.AddPerson(change, $"sales{i}@example.com"));
            _sales[i] = Caller.Person(person);
            Assert.True((await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {i}", person.Id, "vi", Enum.GetValues<Channel>(), 3))).Succeeded);
        }
        // Six find an agent, three each; the seventh waits unbound.
        for (var i = 0; i < 7; i++)
            await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, $"who-{i}", $"m-{i}", "Có đáng tin không?", $"Name {i}", null, i < 4 ? Trust : null), Caller.Runtime);
        await _console.Lane.RunAsync(change =>
        {
            foreach (var customer in change.Store.Customers.Where(c => c.SalesUserId != null).OrderBy(c => c.Name).Take(4).ToList())
            {
                var handover = new Handover(change.NewId(), HandoverKind.ManualTransfer, customer.Id, null, customer.SalesUserId, "test", null, change.Now);
                change.Add(handover);
                customer.TaskOpened();
                change.Record("customer.transfer_assignment", customer, handover);
            }
        });
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public void Queries_EveryOneOfSalespeople_IsTestedHere() => Assert.Equal(
        ["GetCounters", "GetCustomer", "GetDataRequests", "GetEntryChanges", "GetLatestEntry", "GetPromises", "GetReviewCase", "GetTimeline", "ListAiAgents", "ListAssignments", "ListAudit", "ListCustomers", "ListHandovers",
         "ListReviews", "ListSalesUsers", "ListTasks", "ListViews", "PreviewHandBack"],
        GuardTests.All.Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuery<>)))
            .Where(t => Allows(t, Role.RealSalesUser)).Select(t => t.DeclaringType!.Name).Order(StringComparer.Ordinal));

    private static bool Allows(Type request, Role role) =>
        ((Access)request.GetProperty(nameof(IGuarded.Access))!.GetValue(null)!).Allows(new Caller(CallerKind.Person, Guid.NewGuid(), role));

    [Fact]
    public async Task Lists_Salesperson_SeesExactlyTheirOwn()
    {
        await using var store = _console.Read();
        foreach (var caller in _sales)
        {
            var id = caller.SalesUserId;
            Assert.Equal([id!.Value], await IdsAsync(new ListSalesUsers.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.AiAgents, a => a.OwnerId == id, a => a.Id), await IdsAsync(new ListAiAgents.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.Customers, c => c.SalesUserId == id, c => c.Id), await IdsAsync(new ListCustomers.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.Assignments, a => a.SalesUserId == id, a => a.Id), await IdsAsync(new ListAssignments.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.Reviews, r => r.SalesUserId == id, r => r.Id), await IdsAsync(new ListReviews.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.WorkTasks, t => t.SalesUserId == id, t => t.Id), await IdsAsync(new ListTasks.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.Handovers, h => h.SalesUserId == id, h => h.Id), await IdsAsync(new ListHandovers.Query(All), caller, r => r.Id));
            Assert.Equal(Own(store.AuditEntries, a => a.SalesUserId == id, a => a.Sequence), await IdsAsync(new ListAudit.Query(All), caller, r => r.Sequence));
            Assert.Equal(store.AuditEntries.Where(a => a.SalesUserId == id && a.CustomerId != null).Max(a => (long?)a.Sequence),
                (await _console.SendAsync(new GetLatestEntry.Query(), caller)).Value.Entry?.Sequence);
        }
    }

    [Fact]
    public async Task Views_OfTheOther_AreNotListed()
    {
        foreach (var caller in _sales) Assert.True((await _console.SendAsync(new SaveView.Command(Guid.NewGuid(), "customers", caller.SalesUserId.ToString()!, "", false), caller)).Succeeded);

        foreach (var caller in _sales) Assert.Equal([caller.SalesUserId.ToString()], (await _console.SendAsync(new ListViews.Query("customers"), caller)).Value.Select(v => v.Name));
    }

    [Fact]
    public async Task Lists_FilteredByTheOther_ShowNothing()
    {
        var other = _sales[1].SalesUserId!.Value.ToString();
        var agent = _console.Lane.Last.Directory.AiAgents.Values.First(a => a.OwnerId == _sales[1].SalesUserId).Id.ToString();
        await using var store = _console.Read();
        var customer = store.Customers.First(c => c.SalesUserId == _sales[1].SalesUserId).Id.ToString();

        Assert.Empty(await IdsAsync(new ListCustomers.Query(By("salesUser", other)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListCustomers.Query(By("agent", agent)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListCustomers.Query(By("bound", "no")), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListAiAgents.Query(By("owner", other)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListAssignments.Query(By("salesUser", other)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListAssignments.Query(By("customer", customer)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListReviews.Query(By("agent", agent)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListReviews.Query(By("review", store.Reviews.First(r => r.SalesUserId == _sales[1].SalesUserId).Id.ToString())), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListTasks.Query(By("salesUser", other)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListHandovers.Query(By("customer", customer)), _sales[0], r => r.Id));
        Assert.Empty(await IdsAsync(new ListAudit.Query(By("customer", customer)), _sales[0], r => r.Sequence));
        Assert.Empty(await IdsAsync(new ListSalesUsers.Query(By("search", "sales1")), _sales[0], r => r.Id));
    }

    [Fact]
    public async Task Details_OfTheOther_AreNotFound()
    {
        await using var store = _console.Read();
        foreach (var (caller, owner) in ((Caller, Guid?)[])[(_sales[0], _sales[0].SalesUserId), (_sales[0], _sales[1].SalesUserId), (_sales[1], _sales[0].SalesUserId), (_sales[0], null)])
        {
            var own = caller.SalesUserId == owner;
            var customer = store.Customers.First(c => c.SalesUserId == owner).Id;
            var errors = new List<IReadOnlyList<Error>>
            {
                (await _console.SendAsync(new GetCustomer.Query(customer), caller)).Errors,
                (await _console.SendAsync(new GetTimeline.Query(customer), caller)).Errors,
                (await _console.SendAsync(new GetDataRequests.Query(customer), caller)).Errors,
                (await _console.SendAsync(new GetPromises.Query(customer), caller)).Errors,
                (await _console.SendAsync(new GetEntryChanges.Query(store.AuditEntries.Where(a => a.CustomerId == customer).Max(a => a.Sequence)), caller)).Errors,
            };
            var talk = store.Conversations.Single(c => c.CustomerId == customer).Id;
            Guid[] seen = own ? [talk] : [];
            Assert.Equal(seen, (await _console.SendAsync(new PreviewHandBack.Query([talk]), caller)).Value.Lines.Select(l => l.ConversationId));
            if (owner is not null) errors.Add((await _console.SendAsync(new GetReviewCase.Query(store.Reviews.First(r => r.SalesUserId == owner).Id), caller)).Errors);
            Assert.All(errors, e => Assert.Equal(own ? [] : [ErrorKind.NotFound], e.Select(x => x.Kind)));
        }
    }

    [Fact]
    public async Task Counters_EachCaller_EqualTheListsBehindThem()
    {
        SalesUser supervisor = default!;
        await _console.Lane.RunAsync(change => supervisor = LaneCommands.AddPerson(change, "supervisor@example.com", Role.Supervisor));
        foreach (var caller in (Caller[])[_sales[0], _sales[1], Caller.Person(supervisor)])
        {
            var counters = (await _console.SendAsync(new GetCounters.Query(), caller)).Value.Values.ToDictionary();
            var lists = new Dictionary<string, int>
            {
                ["sales_users"] = await TotalAsync(new ListSalesUsers.Query(By("rows", "counted")), caller),
                ["ai_agents"] = await TotalAsync(new ListAiAgents.Query(By("rows", "counted")), caller),
                ["customers"] = await TotalAsync(new ListCustomers.Query(All), caller),
                ["active_bindings"] = await TotalAsync(new ListAssignments.Query(By("rows", "active")), caller),
                ["open_tasks"] = await TotalAsync(new ListTasks.Query(By("rows", "open")), caller),
                ["understanding_reviews"] = await TotalAsync(new ListReviews.Query(By("kind", "understanding")), caller),
                ["state_reviews"] = await TotalAsync(new ListReviews.Query(By("kind", "state")), caller),
                ["handovers"] = await TotalAsync(new ListHandovers.Query(All), caller),
            };
            Assert.Equal(lists.ToDictionary(l => l.Key, l => (long?)l.Value), counters);
            // Something to see, or the test says nothing.
            Assert.DoesNotContain(counters, c => c.Value == 0 && c.Key != "state_reviews");
        }
        Assert.Equal(7, (await _console.SendAsync(new GetCounters.Query(), Caller.Runtime)).Value.Values.ToDictionary()["customers"]);
    }

    private static readonly GridRequest All = new(Take: 100);

    private static GridRequest By(string filter, string value) => new(Take: 100, Filters: new Dictionary<string, string> { [filter] = value });

    private static List<TKey> Own<T, TKey>(IQueryable<T> rows, System.Linq.Expressions.Expression<Func<T, bool>> own, Func<T, TKey> key) where T : class
    {
        var keys = rows.Where(own).AsEnumerable().Select(key).Order().ToList();
        Assert.NotEmpty(keys);
        Assert.NotEqual(rows.Count(), keys.Count);
        return keys;
    }

    private async Task<List<TKey>> IdsAsync<T, TKey>(IQuery<Page<T>> query, Caller caller, Func<T, TKey> key)
    {
        var page = (await _console.SendAsync(query, caller)).Value;
        Assert.Equal(page.Rows.Count, page.Total);
        return [.. page.Rows.Select(key).Order()];
    }

    private async Task<int> TotalAsync<T>(IQuery<Page<T>> query, Caller caller)
    {
        var page = (await _console.SendAsync(query, caller)).Value;
        Assert.Equal(page.Rows.Count, page.Total);
        return page.Total;
    }
}
