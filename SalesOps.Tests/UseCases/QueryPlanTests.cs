using System.Reflection;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>
/// How SQLite answers every list: each sort in both directions, with each filter, for somebody who sees everything and for a salesperson.
/// A list or filter that is not in the table fails; so does a plan that reads or sorts a big table whole.
/// </summary>
public sealed partial class QueryPlanTests : IAsyncLifetime
{
    private static readonly string Id = Guid.NewGuid().ToString();
    private static readonly string[] Big = ["AuditEntries", "Assignments", "Customers", "Handovers", "Messages", "Reviews", "StateTransitions", "Understandings", "WorkTasks"];

    /// <param name="Finds">What the plan must look up, one of several; null when it may walk the list in its own order, because nearly every row passes.</param>
    /// <param name="BoundedBy">Why what is found is little enough to be sorted; null when it must come sorted.</param>
    private sealed record Option(string Name, string Value, string? Finds = null, string? BoundedBy = null);

    private static readonly Dictionary<string, Option[]> Options = new()
    {
        // People, AI agents and requests about personal data are few.
        ["ListAiAgents"] = [],
        ["ListDataRequests"] = [],
        ["ListSalesUsers"] = [],
        ["ListAssignments"] =
        [
            new("rows", "active", "Status="), new("rows", "bound"), new("status", "active", "Status="), new("status", "closed", "Status="), new("agent", Id, "AiAgentId="),
            new("salesUser", Id, "SalesUserId="), new("customer", Id, "CustomerId="), new("search", "an", "CustomerId=", "1,000 customers"),
        ],
        ["ListAudit"] =
        [
            new("rows", "all"), new("rows", "operations"), new("rows", "management", "CustomerId="), new("actor", "human", "HumanEntries"), new("actor", "system"),
            new("action", "a", "Action="), new("person", Id, "EntriesOfPeople (ActorId="), new("customer", Id, "CustomerId="), new("search", "an", "CustomerId=", "1,000 customers"),
            new("time", "2026-06-01T17:00Z~2026-06-08T17:00Z", "(rowid>? AND rowid<?)|Sequence>? AND Sequence<?"),
        ],
        ["ListCustomers"] =
        [
            new("status", "discovery", "Status=", "more are met in order"), new("stage", "discovery_price", "Stage=", "more are met in order"), new("intent", "ask_price", "Intent=", "more are met in order"), new("intent", "-", "Intent=", "more are met in order"),
            new("confidence", "0.4~0.6", "Confidence>", "more are met in order"), new("channel", "zalo", "Channel=", "more are met in order"), new("tasks", "open", "CustomersWithTasks", "more are met in order"),
            new("waiting", "15m", "UnboundCustomers|WaitingCustomers", "those who wait"), new("seen", "7d", "LastSeenAt>"), new("seen", "over7d", "LastSeenAt<"), new("agent", Id, "AiAgentId=", "the agent's capacity"), new("salesUser", Id, "SalesUserId="),
            new("unanswered", "any", "UnansweredCustomers", "more are met in order"), new("unanswered", "30m", "UnansweredCustomers", "more are met in order"),
            new("optedOut", "yes", "OptedOutCustomers"), new("bound", "no", "UnboundCustomers|WaitingCustomers"), new("search", "an", "(Id=", "500 customers"), new("text", "an", "(Id=", "3,000 messages"),
        ],
        ["ListHandovers"] =
        [
            new("rows", "running", "RunningTakeovers"), new("kind", "hand_back", "Kind="), new("salesUser", Id, "SalesUserId="), new("by", Id, "ById="), new("begun", "2026-06-01T17:00Z~2026-06-08T17:00Z", "Id>"), new("customer", Id, "CustomerId=", "one customer"),
            new("search", "an", "CustomerId=", "1,000 customers"),
        ],
        // All within what waits for a person.
        ["ListReviews"] =
        [
            new("kind", "state", "PendingReviewsByAge|Status="), new("dueBefore", "2026-06-03T05:00:00Z", "Status="), new("language", "vi", "Status="), new("channel", "zalo", "Status="), new("risk", "any", "Status="),
            new("intent", "ask_trust", "Status="), new("agent", Id, "Status="), new("review", Id, "Id=", "one review"),
        ],
        ["ListTasks"] =
        [
            new("rows", "all"), new("rows", "open", "Status="), new("status", "done", "Status="), new("kind", "review", "Kind="), new("mine", Id, "SalesUserId="), new("salesUser", Id, "SalesUserId="), new("salesUser", "-", "SalesUserId="),
            new("due", "overdue", "Status="), new("due", "1d", "Status="), new("customer", Id, "CustomerId=", "one customer"), new("search", "an", "CustomerId=", "1,000 customers"),
        ],
    };

    private readonly StoreFiles _files = new(Directory.CreateTempSubdirectory("salesops-plans-").FullName);
    private readonly ExplainedStatements _statements = new();
    private ServiceProvider _services = null!;
    private Caller[] _callers = [];

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddDomain(_files, _files.OpenWriter()).AddSingleton<SampleData>()
            .ConfigureDbContext<SalesOpsDb>(options => options.AddInterceptors(_statements)).BuildServiceProvider();
        await _services.GetRequiredService<SampleData>().FileAsync();
        var people = _services.GetRequiredService<WriteLane>().Last.Directory.SalesUsers.Values;
        _callers = [.. new[] { Role.Ops, Role.RealSalesUser }.Select(role => Caller.Person(people.First(p => p.Role == role)))];
    }

    [Fact]
    public void Options_EveryListAndFilter_AreThere() => Assert.Equal(
        Lists().Select(l => $"{l.Name}: {string.Join(' ', IsBig(l) ? Names(l, "Filters") : [])}"),
        Options.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}: {string.Join(' ', Options[name].Select(f => f.Name).Distinct().Order(StringComparer.Ordinal))}"));

    [Fact]
    public async Task Lists_EverySortAndFilter_ReadNoBigTableWhole()
    {
        var problems = new List<string>();
        foreach (var list in Lists().Where(IsBig))
            foreach (var caller in _callers)
                foreach (var (sort, own) in Names(list, "Sorts", inOrder: true).Select((s, i) => (s, i == 0)))
                    foreach (var down in (bool[])[false, true])
                        foreach (var filter in Options[list.Name].Append(new("", "")))
                        {
                            // Longest first, those who wait are looked up, and the rest is asked of them.
                            string[] finds = [.. filter.Finds?.Split('|') ?? [], .. caller.OnlyOwnerId is null ? (string[])[] : ["SalesUserId="], .. (list.Name == "ListCustomers" ? sort : null) switch { "unansweredSince" => (string[])["UnansweredCustomers"], "waitingSince" => ["UnboundCustomers", "WaitingCustomers"], _ => [] }];
                            var request = new GridRequest(Sort: sort, Descending: down, Filters: filter.Name.Length == 0 ? null : new Dictionary<string, string> { [filter.Name] = filter.Value });
                            problems.AddRange(from plan in await PlansAsync(list, request, caller)
                                              from problem in Problems(plan, own, finds, filter.BoundedBy is not null)
                                              select $"{list.Name} {caller.Role} {sort} {(down ? "down" : "up")} {filter.Name}={filter.Value}: {problem}\n{plan}\n");
                        }
        Assert.True(problems.Count == 0, string.Join('\n', problems.Distinct()));
    }

    [Fact]
    public async Task Pool_OfWhoWaitsForAnAnswer_IsMetOnOneIndex_WhateverElseIsAsked()
    {
        var (pool, problems) = (Lists().Single(l => l.Name == "ListCustomers"), new List<string>());
        foreach (var sort in (string[])["lastSeenAt", "name", "unansweredSince"])
            foreach (var filter in Options[pool.Name].Where(o => o.Name is not ("text" or "agent" or "salesUser")))
            {
                var filters = new Dictionary<string, string> { ["unanswered"] = "any", [filter.Name] = filter.Value };
                problems.AddRange(from plan in await PlansAsync(pool, new GridRequest(Sort: sort, Filters: filters), _callers[0])
                                  where !plan.Contains("@asked", StringComparison.Ordinal)
                                      && (!plan.Contains("COVERING INDEX UnansweredCustomers (UnansweredSince>? AND UnansweredSince<?)", StringComparison.Ordinal)
                                          || (sort == "unansweredSince" && plan.Contains("TEMP B-TREE", StringComparison.Ordinal)))
                                  select $"{sort} {filter.Name}={filter.Value}: {plan}");
            }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Pool_OfWhoWaitsForAnAgent_IsMetInTheOrderOfTheWaits_HoweverManyWait()
    {
        await _services.GetRequiredService<WriteLane>().AddCustomersAsync(3_100, "Waits");
        var pool = Lists().Single(l => l.Name == "ListCustomers");
        foreach (var down in (bool[])[false, true])
            foreach (var filters in (string[])["bound=no", "bound=no&channel=zalo"])
            {
                var plans = await PlansAsync(pool, new GridRequest(Sort: "waitingSince", Descending: down, Filters: filters.Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => f[1])), _callers[0]);
                var keys = Assert.Single(plans, plan => plan.StartsWith("SELECT \"c\".\"Id\" FROM", StringComparison.Ordinal));
                Assert.True(keys.Contains("WaitingCustomers", StringComparison.Ordinal) && !keys.Contains("TEMP B-TREE", StringComparison.Ordinal), $"{filters} {down}: {keys}");
            }
    }

    [Theory]
    [InlineData("status=dormant&stage=first_contact", "IX_Customers_Status_Stage_Intent (Status=? AND Stage=?)")]
    [InlineData("stage=first_contact&intent=refuse", "IX_Customers_Stage_Intent_Status (Stage=? AND Intent=?)")]
    [InlineData("status=dormant&intent=ask_price", "IX_Customers_Intent_Status_Stage (Intent=? AND Status=?)")]
    [InlineData("tasks=open&channel=zalo", "CustomersWithTasks (OpenTasks>?)")]
    public async Task Pool_FiltersThatFindFewTogether_AreLookedUp(string filters, string index)
    {
        var pool = Lists().Single(l => l.Name == "ListCustomers");
        foreach (var sort in (string[])["lastSeenAt", "name"])
        {
            var plans = await PlansAsync(pool, new GridRequest(Sort: sort, Filters: filters.Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => f[1])), _callers[0]);
            var keys = Assert.Single(plans, plan => plan.StartsWith("SELECT \"c\".\"Id\" FROM", StringComparison.Ordinal));
            Assert.True(keys.Contains(index, StringComparison.Ordinal), $"{sort}: {keys}");
        }
    }

    [Fact]
    public async Task Pool_OfOneSalesperson_IsMetOnOneIndex()
    {
        var (pool, sales) = (Lists().Single(l => l.Name == "ListCustomers"), _callers.Single(c => c.OnlyOwnerId is not null));
        var agent = _services.GetRequiredService<WriteLane>().Last.Directory.AiAgents.Values.First(a => a.OwnerId == sales.OnlyOwnerId).Id.ToString();
        var problems = new List<string>();
        foreach (var filter in Options[pool.Name].Where(o => o.Name is not ("text" or "salesUser")).Append(new("agent", agent)))
            // Whose an agent's customers are is found first, for those who see everybody's.
            foreach (var caller in filter.Value == agent ? _callers : [sales])
                problems.AddRange(from plan in await PlansAsync(pool, new GridRequest(Filters: new Dictionary<string, string> { [filter.Name] = filter.Value }), caller)
                                  where !plan.Contains("@asked", StringComparison.Ordinal) && !plan.Contains("DISTINCT", StringComparison.Ordinal)
                                      && !plan.Contains("COVERING INDEX CustomersOfSalesUser (SalesUserId=", StringComparison.Ordinal)
                                  select $"{caller.Role} {filter.Name}={filter.Value}: {plan}");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Silence_IsLookedForOnTheIndexOfThoseWhoWaitAlone_InItsOrder()
    {
        await using var store = await _services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        _statements.Run.Clear();
        await MoveUnansweredCustomers.WaitingSince(store, DateTime.UtcNow).Take(1).ToListAsync(TestContext.Current.CancellationToken);
        var plan = Assert.Single(_statements.Run);
        Assert.True(plan.Contains("INDEX UnansweredCustomers (UnansweredSince", StringComparison.Ordinal) && !plan.Contains("SCAN ", StringComparison.Ordinal) && !plan.Contains("TEMP B-TREE", StringComparison.Ordinal), plan);
    }

    [Fact]
    public async Task Caps_AreCountedOnTheIndexOfAnAgentsCustomersAlone()
    {
        await using var store = await _services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        _statements.Run.Clear();
        await Holdings.ReadAsync(store, [Guid.NewGuid(), Guid.NewGuid()], TestContext.Current.CancellationToken);
        Assert.Contains("COVERING INDEX CustomersOfAgent (AiAgentId=", Assert.Single(_statements.Run), StringComparison.Ordinal);
        // As the lane counts when a cap first asks.
        _ = await store.Customers.CountAsync(c => c.AiAgentId == Guid.Empty && c.Channel == Channel.Zalo, TestContext.Current.CancellationToken);
        Assert.Contains("COVERING INDEX CustomersOfAgent (AiAgentId=", _statements.Run[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promises_OfAFewCustomers_AreFoundByTheCustomers()
    {
        await using var store = await _services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        _statements.Run.Clear();
        await GetPromises.OpenAsync(store, [Guid.NewGuid(), Guid.NewGuid()], _services.GetRequiredService<WriteLane>().Last.Directory, TestContext.Current.CancellationToken);
        var plan = Assert.Single(_statements.Run);
        Assert.Contains("IX_WorkTasks_CustomerId_Status (CustomerId=? AND Status=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_OfEveryList_FindRowsByTheirKeys()
    {
        var problems = new List<string>();
        foreach (var list in Lists().Where(IsBig))
            foreach (var caller in _callers)
            {
                object[] keys = list.Name == "ListAudit" ? [1L, 2L] : [Guid.NewGuid(), Guid.NewGuid()];
                problems.AddRange(from plan in await PlansAsync(list, new GridRequest { Keys = keys }, caller)
                                  where !plan.Contains("PRIMARY KEY", StringComparison.Ordinal) || Scan().IsMatch(plan)
                                  select $"{list.Name} {caller.Role}: {plan}");
            }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Retention_FindsTheSilent_ByTheIndexAlone()
    {
        _statements.Run.Clear();
        Assert.True((await _services.SendAsync(Caller.System, new PreviewRetention.Query(30), TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal(3, _statements.Run.Count);
        foreach (var plan in _statements.Run)
        {
            var tables = Table().Matches(plan).Select(m => m.Groups[2].Value).ToHashSet();
            Assert.Contains("INDEX CustomersLastSeen (LastSeenAt<?)", plan, StringComparison.Ordinal);
            Assert.DoesNotContain(Scan().Matches(plan), m => tables.Contains(m.Groups[1].Value));
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    /// <param name="finds">What a plan must look up, one of these; none when it may walk the list in its own order until the page is full.</param>
    private static IEnumerable<string> Problems(string plan, bool own, string[] finds, bool bounded)
    {
        var tables = Table().Matches(plan).Where(m => Big.Contains(m.Groups[1].Value)).ToDictionary(m => m.Groups[2].Value, m => m.Groups[1].Value);
        if (tables.Count == 0) yield break;
        // A page that was found before is read by its keys.
        if (plan.Contains("@asked", StringComparison.Ordinal)) (finds, bounded) = (["PRIMARY KEY (Id=", "PRIMARY KEY (Sequence="], true);
        var steps = plan.Split('\n')[1..];
        var looksUp = steps.Any(step => finds.Any(f => step.Contains(f, StringComparison.Ordinal)));
        if (finds.Length > 0 && !looksUp) yield return $"does not look up {string.Join(" or ", finds)}";
        foreach (var step in steps)
        {
            if (tables.ContainsKey(Scan().Match(step).Groups[1].Value) && !looksUp && !(finds.Length == 0 && plan.Contains("LIMIT", StringComparison.Ordinal))) yield return "reads a big table whole";
            if (own && !(bounded && finds.Length > 0) && step.Contains("TEMP B-TREE FOR", StringComparison.Ordinal)) yield return "sorts what nothing bounds";
        }
    }

    /// <summary>Sends the list's query and explains every statement it ran.</summary>
    private async Task<List<string>> PlansAsync(Type list, GridRequest request, Caller caller)
    {
        _statements.Run.Clear();
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Set(caller);
        dynamic mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        dynamic query = Activator.CreateInstance(list.GetNestedType("Query")!, request)!;
        await (Task)mediator.Send(query, TestContext.Current.CancellationToken);
        return [.. _statements.Run];
    }

    private static IEnumerable<Type> Lists() => typeof(DomainSetup).Assembly.GetTypes().Where(t => typeof(IGridQuery).IsAssignableFrom(t) && !t.IsInterface)
        .Select(t => t.DeclaringType!).OrderBy(t => t.Name, StringComparer.Ordinal);

    private static bool IsBig(Type list) => list.Name is not "ListAiAgents" and not "ListDataRequests" and not "ListSalesUsers";

    private static IEnumerable<string> Names(Type list, string property, bool inOrder = false)
    {
        var source = list.GetField("Source", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        var names = (IEnumerable<string>)source.GetType().GetProperty(property)!.GetValue(source)!;
        return inOrder ? names : names.Order(StringComparer.Ordinal);
    }

    [GeneratedRegex("\"(\\w+)\" AS \"(\\w+)\"")]
    private static partial Regex Table();

    [GeneratedRegex("SCAN (\\w+)")]
    private static partial Regex Scan();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearPool(new SqliteConnection(_files.ReaderConnection));
        Directory.Delete(_files.Folder, recursive: true);
    }
}
