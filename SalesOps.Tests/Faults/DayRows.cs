using System.Text.Json;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Finds the rows of a fault's day, the same before and after the deed that changes them.</summary>
internal static class DayRows
{
    public static Guid Person(this TestConsole console, string email) => console.Lane.Last.Directory.SalesUsers.Values.Single(u => u.Email == email).Id;

    public static Guid Agent(this TestConsole console, string name) => console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == name).Id;

    public static Guid Customer(this TestConsole console, string who) => console.Read(store => CustomerOf(store, who));

    public static Guid Conversation(this TestConsole console, string who) => console.Read(store => store.Conversations.First(c => c.CustomerId == CustomerOf(store, who)).Id);

    /// <summary>When the customer last wrote; UTC.</summary>
    public static DateTime Heard(this TestConsole console, string who) => console.Read(store => store.Conversations.First(c => c.CustomerId == CustomerOf(store, who)).LastInboundAt);

    /// <summary>The same, of all conversations.</summary>
    public static DateTime SeenAt(this TestConsole console, string who) => console.Read(store => store.Customers.Single(c => c.Id == CustomerOf(store, who)).LastSeenAt);

    /// <summary>The account a customer first wrote from, which was the name too.</summary>
    public static string Who(this TestConsole console, Guid customer) => console.Read(store => store.ChannelIdentities.First(i => i.CustomerId == customer)).ExternalId;

    /// <summary>The review of a customer who asked for the first time, as somebody sees it who decides it first.</summary>
    public static Seen Seen(this TestConsole console, string who, int version = 1) => new(console.Read(store => ReviewOf(store, who)), version, "new_lead");

    public static Guid Decision(this TestConsole console, string who) => console.Read(store => store.Decisions.Single(d => d.ReviewId == ReviewOf(store, who)).Id);

    public static Guid Edit(this TestConsole console, string agent) => console.Read(store => store.AgentEdits.Single(e => e.AiAgentId == console.Agent(agent)).Id);

    /// <summary>The person's first.</summary>
    public static Guid Departure(this TestConsole console, string email) => console.Read(store => store.Departures.Where(d => d.SalesUserId == console.Person(email)).OrderBy(d => d.At).First().Id);

    /// <summary>The merge that an undone separation made anew, separated again or not: who sends a separation again must name the same.</summary>
    /// <param name="first">The merge before it.</param>
    public static Guid MergeAfter(this TestConsole console, Guid first) => console.Read(store => store.Merges.Single(m => m.Id != first).Id);

    /// <summary>The task that was added by hand, as it was seen.</summary>
    public static SeenTask Task(this TestConsole console, WorkTaskStatus status, string owner, DateTime dueAt) =>
        new(console.Read(store => store.WorkTasks.Single(t => t.Kind == TaskKind.FollowUp && t.Note == "Gọi lại").Id), status, console.Person(owner), dueAt);

    public static Guid Key(this TestConsole console) => console.Read(store => store.ApiKeys.Single().Id);

    /// <summary>What a command of the day was answered.</summary>
    public static T Answer<T>(this TestConsole console, Guid operation) =>
        JsonSerializer.Deserialize<T>(console.Read(store => store.Operations.Single(o => o.Id == operation).Answer), JsonSerializerOptions.Web)!;

    /// <summary>A request about personal data as a command of the day left it.</summary>
    public static SeenRequest Request(this TestConsole console, Guid operation) => console.Answer<DataRequestAnswer>(operation) is var left ? new(left.RequestId, left.Version) : null!;

    public static Guid Newest(this TestConsole console) => console.Read(store => store.Customers.OrderByDescending(c => c.Id).First().Id);

    private static Guid CustomerOf(SalesOpsDb store, string who) => store.ChannelIdentities.Single(i => i.ExternalId == who).CustomerId;

    private static Guid ReviewOf(SalesOpsDb store, string who) => store.Reviews.Where(r => r.CustomerId == CustomerOf(store, who)).OrderBy(r => r.CreatedAt).First().Id;

    private static T Read<T>(this TestConsole console, Func<SalesOpsDb, T> read)
    {
        using var store = console.Read();
        return read(store);
    }
}
