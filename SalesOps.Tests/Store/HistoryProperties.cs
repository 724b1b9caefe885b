using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>Whatever commands come, in whatever order and however many at once, the store keeps its promises.</summary>
public sealed class HistoryProperties
{
    private static readonly Gen<Step> Say =
        from who in Gen.Choose(0, 4)
        from channel in Gen.Elements(Enum.GetValues<Channel>())
        from message in Gen.Choose(0, 12)
        from text in Gen.Elements("Chào shop", "Tôi muốn nạp tiền", "Bên mình có đáng tin không?", "我想充值", "Cho mình gặp nhân viên", "Thôi không nhắn nữa nhé", "?")
        from given in Gen.Elements(null, new ReceiveMessage.Reported("recharge_intent", "discovery_capital", 0.574, [], "runtime-1"),
            new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1"),
            new ReceiveMessage.Reported("recharge_intent", "understanding_conversion_ready", 0.2, ["fraud"], "runtime-1"))
        select (Step)new Step.Say(new ReceiveMessage.Command(channel, $"who-{who}", $"m-{message}", text, $"Name {who}", null, given));

    private static readonly Gen<Step> AddAgent =
        from owner in Gen.Choose(0, 1)
        from name in Gen.Choose(0, 3)
        from capacity in Gen.Choose(1, 2)
        from channels in Gen.Elements<Channel[]>([Channel.Telegram], [Channel.Telegram, Channel.Facebook, Channel.Zalo], [Channel.Zalo])
        select (Step)new Step.AddAgent(owner, $"AI {name}", channels, capacity);

    private static readonly Gen<Step> Erase = from nth in Gen.Choose(0, 99) select (Step)new Step.Erase(nth);

    private static readonly Gen<Step> Retain = Gen.Constant((Step)new Step.Retain());

    private static readonly Gen<Step> Merge = from stays in Gen.Choose(0, 99) from goes in Gen.Choose(0, 99) select (Step)new Step.Merge(stays, goes);
    private static readonly Gen<Step> Separate = from nth in Gen.Choose(0, 99) select (Step)new Step.Separate(nth);

    private static readonly Gen<Step> Ask = from nth in Gen.Choose(0, 99) select (Step)new Step.Ask(nth);
    private static readonly Gen<Step> EndAsking = from nth in Gen.Choose(0, 99) from refuse in Gen.Elements(false, true) select (Step)new Step.EndAsking(nth, refuse);

    private static readonly Arbitrary<List<Step>> Histories = Arb.From(
        from steps in Gen.ListOf(Gen.Frequency((12, Say), (4, AddAgent), (2, Gen.Constant((Step)new Step.BindWaiting())), (3, Erase), (4, Merge), (2, Separate), (3, Ask), (1, EndAsking), (1, Retain)), 25)
        select steps.ToList());

    [Fact]
    public void AnyHistory_KeepsChainCountersAndBindings() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true), Prop.ForAll(Histories, steps => RunAsync(steps).GetAwaiter().GetResult()));

    private static async Task RunAsync(List<Step> steps)
    {
        await using var console = new TestConsole();
        var owners = new List<Guid>();
        foreach (var email in (string[])["a@example.com", "b@example.com"])
            await console.Lane.RunAsync(change => owners.Add(LaneCommands.AddPerson(change, email).Id));
        // Sent without waiting, a few at a time: the lane puts them into batches as they come.
        var answers = new List<IReadOnlyList<Error>>();
        foreach (var wave in steps.Chunk(8)) answers.AddRange(await Task.WhenAll(wave.Select(step => SendAsync(console, step, owners))));
        Assert.All(answers.SelectMany(a => a), error => Assert.True(error.Kind is ErrorKind.Conflict or ErrorKind.Invalid or ErrorKind.Reused or ErrorKind.Stale or ErrorKind.NotFound, error.Message));

        var verdict = StoreVerifier.Verify(console.Files);
        Assert.True(verdict.IsSound, verdict.Text);
        var copy = Path.Combine(console.Files.Folder, "copy.db");
        Assert.True(StoreBackup.Save(console.Files, copy).IsSound);
        var (exit, said) = await Python.VerifyAsync(copy);
        Assert.True(exit == 0, string.Join('\n', said));
        await using var store = console.Read();
        foreach (var counter in Counters.All)
            Assert.Equal(Recount.Of(store, counter).GetValueOrDefault(Counter.Everyone), console[counter]);
        UseCases.Customers.AsItWasTests.AssertRebuilt(store);
        AssertBindings(store, console.Lane.Last.Directory);
        Assert.All(store.DataRequests, r => Assert.True(store.Customers.Single(c => c.Id == r.CustomerId).ErasedAt is null || (r.EndedAt is not null && r.Note is null)));
        Assert.Equal(steps.OfType<Step.Say>().Select(s => s.Command.OperationId).Distinct().Count(), store.Messages.Count());
    }

    private static void AssertBindings(SalesOpsDb store, StoreDirectory directory)
    {
        var active = store.Assignments.Where(a => a.Status == AssignmentStatus.Active).ToList();
        Assert.Equal(active.Count, active.DistinctBy(a => a.CustomerId).Count());
        foreach (var customer in store.Customers)
        {
            var assignment = active.Find(a => a.CustomerId == customer.Id);
            Assert.Equal((assignment?.AiAgentId, assignment?.SalesUserId), (customer.AiAgentId, customer.SalesUserId));
            if (assignment is null) continue;
            Assert.True(directory.SalesUsers[assignment.SalesUserId].IsActive);
            Assert.Equal(directory.AiAgents[assignment.AiAgentId].OwnerId, assignment.SalesUserId);
            Assert.All(store.WorkTasks.Where(t => t.CustomerId == customer.Id && t.Status == WorkTaskStatus.Open), t => Assert.Equal(assignment.SalesUserId, t.SalesUserId));
            Assert.All(store.Reviews.Where(r => r.CustomerId == customer.Id && r.Status == ReviewStatus.Pending), r => Assert.Equal(assignment.SalesUserId, r.SalesUserId));
        }
        foreach (var agent in directory.AiAgents.Values) Assert.True(active.Count(a => a.AiAgentId == agent.Id) <= agent.Capacity);
        Assert.All(store.Customers, c => Assert.Equal(store.WorkTasks.Count(t => t.CustomerId == c.Id && t.Status == WorkTaskStatus.Open), c.OpenTasks));
    }

    private static async Task<IReadOnlyList<Error>> SendAsync(TestConsole console, Step step, List<Guid> owners) => step switch
    {
        Step.Say say => (await console.SendAsync(say.Command, Caller.Runtime)).Errors,
        Step.AddAgent add => (await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), add.Name, owners[add.Owner], "vi", add.Channels, add.Capacity))).Errors,
        Step.Erase erase => await EraseAsync(console, erase.Nth),
        Step.Retain => await RetainAsync(console),
        Step.Merge merge => await MergeAsync(console, merge),
        Step.Separate separate => await SeparateAsync(console, separate.Nth),
        Step.Ask ask => await AskAsync(console, ask.Nth),
        Step.EndAsking end => await EndAskingAsync(console, end),
        _ => (await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Errors,
    };

    private static async Task<IReadOnlyList<Error>> EraseAsync(TestConsole console, int nth)
    {
        await using var store = console.Read();
        if (await store.Customers.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync() is not { Count: > 0 } ids) return [];
        var id = ids[nth % ids.Count];
        return (await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)))).Errors;
    }

    private static async Task<IReadOnlyList<Error>> RetainAsync(TestConsole console)
    {
        await console.EraseSilentAsync();
        return [];
    }

    private static async Task<IReadOnlyList<Error>> MergeAsync(TestConsole console, Step.Merge step)
    {
        await using var store = console.Read();
        if (await store.Customers.OrderBy(c => c.Id).Select(c => new { c.Id, c.AiAgentId }).ToListAsync() is not { Count: > 0 } all) return [];
        var (stays, goes) = (all[step.Stays % all.Count], all[step.Goes % all.Count]);
        return (await console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays.Id, goes.Id, stays.AiAgentId, goes.AiAgentId))).Errors;
    }

    private static async Task<IReadOnlyList<Error>> SeparateAsync(TestConsole console, int nth)
    {
        await using var store = console.Read();
        return await store.Merges.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync() is { Count: > 0 } ids
            ? (await console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), ids[nth % ids.Count]))).Errors : [];
    }

    private static async Task<IReadOnlyList<Error>> AskAsync(TestConsole console, int nth)
    {
        await using var store = console.Read();
        if (await store.Customers.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync() is not { Count: > 0 } ids) return [];
        return (await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), ids[nth % ids.Count], DataRequestKind.Erasure, "zalo", console.Clock.GetUtcNow().UtcDateTime, "xóa hết"))).Errors;
    }

    private static async Task<IReadOnlyList<Error>> EndAskingAsync(TestConsole console, Step.EndAsking step)
    {
        await using var store = console.Read();
        if (await store.DataRequests.OrderBy(r => r.Id).ToListAsync() is not { Count: > 0 } all) return [];
        var seen = new SeenRequest(all[step.Nth % all.Count].Id, all[step.Nth % all.Count].Version);
        return step.Refuse ? (await console.SendAsync(new RefuseDataRequest.Command(Guid.NewGuid(), seen, "must_be_kept"))).Errors : (await console.SendAsync(new AnswerDataRequest.Command(Guid.NewGuid(), seen))).Errors;
    }

    private abstract record Step
    {
        internal sealed record Say(ReceiveMessage.Command Command) : Step;
        internal sealed record AddAgent(int Owner, string Name, Channel[] Channels, int Capacity) : Step;
        internal sealed record BindWaiting : Step;
        internal sealed record Erase(int Nth) : Step;
        internal sealed record Retain : Step;
        internal sealed record Merge(int Stays, int Goes) : Step;
        internal sealed record Separate(int Nth) : Step;
        internal sealed record Ask(int Nth) : Step;
        internal sealed record EndAsking(int Nth, bool Refuse) : Step;
    }
}
