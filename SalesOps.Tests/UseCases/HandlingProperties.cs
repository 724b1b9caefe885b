using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>Whatever people, customers and the runtime do, in whatever order: nobody is bound twice, no agent is overfull, one party speaks, and not to who wants no messages, and customers wait from the first message that nobody answered.</summary>
public sealed class HandlingProperties
{
    private enum What { Hear, Reply, HandOff, Transfer, Rebalance, UndoTransfer, TakeOver, HandBack, UndoHandover, Erase, AddTask, FinishTasks, ReopenTasks, GiveTasks, PostponeTasks, UndoTasks, Approve, TakeOverReview, UndoDecision, BindWaiting, MarkAnswered, UndoAnswered, OptOut, LiftOptOut, UndoConsent }

    private sealed record Step(What What, int Who, int Which, int Wait);

    private static readonly Arbitrary<List<Step>> Histories = Arb.From(Gen.ListOf(
        from what in Gen.Frequency((5, Gen.Constant(What.Hear)), (8, Gen.Elements(What.Transfer, What.Rebalance, What.UndoTransfer, What.TakeOver, What.HandOff, What.HandBack, What.UndoHandover, What.BindWaiting)),
            (3, Gen.Elements(What.OptOut, What.LiftOptOut, What.UndoConsent)), (5, Gen.Elements(Enum.GetValues<What>())))
        from who in Gen.Choose(0, 5)
        from which in Gen.Choose(0, 9)
        from wait in Gen.Elements(0, 1, 4, 11, 400)
        select new Step(what, who, which, wait), 40).Select(steps => steps.ToList()));

    [Fact]
    public void AnyHistory_BindsOnce_OverfillsNobody_LetsOneSpeak_AndForgetsNobodyWhoWaits() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true), Prop.ForAll(Histories, steps => RunAsync(steps).GetAwaiter().GetResult()));

    private static async Task RunAsync(List<Step> steps)
    {
        await using var console = new TestConsole();
        var day = new Day(console);
        await day.BeginAsync();
        foreach (var step in steps)
        {
            console.Clock.Advance(TimeSpan.FromSeconds(step.Wait));
            await day.DoAsync(step);
            day.Check();
        }
        console.AssertSound();
    }

    /// <summary>Two people who move work, three agents with little room, and six customers.</summary>
    private sealed class Day(TestConsole console)
    {
        private readonly List<Caller> _people = [];
        private readonly List<Guid> _agents = [];
        private readonly Dictionary<Guid, int> _versions = [];
        private IReadOnlyList<Guid> _made = [];
        private Caller _maker = Caller.Nobody, _doer = Caller.Nobody;
        private Guid _deed;
        private Decided? _decided;
        private (Guid Handover, int Version, Caller By)? _handed;
        private int _ids;
        private readonly Dictionary<Guid, DateTime> _waits = [];
        private (Guid Deed, Guid Talk, DateTime Since, Caller By)? _marked;
        private readonly HashSet<Guid> _silent = [];
        private readonly Dictionary<Guid, DateTime> _silenced = [];
        private (Guid Consent, Guid Talk, bool OptsOut, DateTime? Waited, Caller By)? _said;

        public async Task BeginAsync()
        {
            var owner = default(SalesUser)!;
            await console.Lane.RunAsync(change => owner = LaneCommands.AddPerson(change, "sales@example.com"));
            foreach (var role in (Role[])[Role.Ops, Role.Admin])
                await console.Lane.RunAsync(change => _people.Add(Caller.Person(LaneCommands.AddPerson(change, $"{role}@example.com", role))));
            foreach (var capacity in (int[])[1, 2, 1])
                _agents.Add((await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {_agents.Count}", owner.Id, "vi", [Channel.Telegram], capacity))).Value.AiAgentId);
        }

        public async Task DoAsync(Step step)
        {
            var by = _people[step.Which % 2];
            await using var store = console.Read();
            var customers = store.Customers.OrderBy(c => c.Id).ToList();
            var customer = customers.Count == 0 ? null : customers[step.Who % customers.Count];
            var talk = customer is null ? null : store.Conversations.First(c => c.CustomerId == customer.Id);
            var tasks = customer is null ? [] : store.WorkTasks.Where(t => t.CustomerId == customer.Id).AsEnumerable().Select(t => new SeenTask(t.Id, t.Status, t.SalesUserId, t.DueAt)).ToList();
            var due = console.Clock.GetUtcNow().UtcDateTime.AddHours(1 + step.Which);
            if (step.What == What.Hear || customer is null)
            {
                var (intent, stage) = step.Which % 3 == 0 ? ("ask_trust", "understanding_trust_building") : ("ask_price", "discovery_price");
                var heard = await console.HearAsync($"who-{step.Who}", intent, stage, 0.9);
                if (!_silent.Contains(heard.ConversationId)) _waits.TryAdd(heard.ConversationId, console.Clock.GetUtcNow().UtcDateTime);
                return;
            }
            switch (step.What)
            {
                case What.Reply:
                    var spoke = await console.SendAsync(new ReplyToCustomer.Command(talk!.Id, $"r-{++_ids}", "Dạ", talk.HolderVersion - step.Which % 2), Caller.Runtime);
                    Assert.Equal(talk.Holder == Holder.Ai && step.Which % 2 == 0 && customer.ErasedAt is null && !_silent.Contains(talk.Id), spoke.Succeeded);
                    if (spoke.Succeeded) _waits.Remove(talk.Id);
                    break;
                case What.HandOff:
                    var notice = step.Which % 3 == 0 ? null : "Em chuyển ạ";
                    var off = await console.SendAsync(new HandOffConversation.Command(talk!.Id, $"h-{++_ids}", talk.HolderVersion - step.Which % 2, "payment", notice, notice is null), Caller.Runtime);
                    Assert.Equal(talk.Holder == Holder.Ai && step.Which % 2 == 0 && customer.ErasedAt is null && (notice is null || !_silent.Contains(talk.Id)), off.Succeeded);
                    if (off.Succeeded) Assert.True(store.WorkTasks.Any(t => t.CustomerId == customer.Id && t.Kind == TaskKind.PersonWanted && t.Status == WorkTaskStatus.Open && t.SalesUserId == customer.SalesUserId));
                    break;
                case What.Transfer:
                    var seen = customers.Skip(step.Who % customers.Count).Take(1 + step.Which % 3).Select(c => new TransferCustomers.Seen(c.Id, c.AiAgentId));
                    var moved = await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [.. seen], _agents[step.Which % 3], "drill"), by);
                    if (moved.Succeeded) (_made, _maker) = (moved.Value.Assignments, by);
                    break;
                case What.Rebalance:
                    var plan = (await console.SendAsync(new PreviewRebalance.Query(step.Which % 3 > 0, false), by)).Value.Moves;
                    if (plan.Count == 0) break;
                    var evened = (await console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [.. plan.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To))], "workload"), by)).Value;
                    Assert.All(evened.Outcome.Lines, line => Assert.Null(line.Refused));
                    (_made, _maker) = (evened.Assignments, by);
                    break;
                case What.UndoTransfer when _made.Count > 0: await console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), _made), _maker); break;
                case What.TakeOver:
                    var taken = await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk!.Id, talk.HolderVersion, "risk"), by);
                    if (taken.Succeeded) _handed = (taken.Value.HandoverId, taken.Value.HolderVersion, by);
                    break;
                case What.HandBack:
                    var back = await console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), talk!.Id, talk.HolderVersion, "resolved", "note"), by);
                    if (back.Succeeded) _handed = (back.Value.HandoverId, back.Value.HolderVersion, by);
                    break;
                case What.UndoHandover when _handed is { } handed: await console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), handed.Handover, handed.Version), handed.By); break;
                case What.Erase when step.Which < 3:
                    await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), customer.Id, "customer_request", ShortId.Of(customer.Id)));
                    _waits.Remove(talk!.Id);
                    _silent.Remove(talk.Id);
                    break;
                case What.OptOut:
                    var stopped = await console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), customer.Id, talk!.Channel, "by_phone", null), by);
                    Assert.Equal(customer.ErasedAt is null && !_silent.Contains(talk.Id), stopped.Succeeded);
                    if (!stopped.Succeeded) break;
                    _said = (stopped.Value.ConsentId, talk.Id, true, _waits.Remove(talk.Id, out var until) ? until : null, by);
                    _silent.Add(talk.Id);
                    _silenced[talk.Id] = console.Clock.GetUtcNow().UtcDateTime;
                    break;
                case What.LiftOptOut:
                    var lifted = await console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), customer.Id, talk!.Channel, "by_phone", null), by);
                    Assert.Equal(_silent.Remove(talk.Id), lifted.Succeeded);
                    if (!lifted.Succeeded) break;
                    _said = (lifted.Value.ConsentId, talk.Id, false, null, by);
                    if (talk.LastInboundAt > _silenced[talk.Id]) _waits.Add(talk.Id, talk.LastInboundAt);
                    break;
                case What.UndoConsent when _said is { } said:
                    if (!(await console.SendAsync(new UndoConsent.Command(Guid.NewGuid(), said.Consent), said.By)).Succeeded) break;
                    if (!said.OptsOut)
                    {
                        _silent.Add(said.Talk);
                        _waits.Remove(said.Talk);
                        break;
                    }
                    _silent.Remove(said.Talk);
                    var last = store.Conversations.Single(c => c.Id == said.Talk).LastInboundAt;
                    if (said.Waited is { } waited) _waits.Add(said.Talk, waited);
                    else if (last > _silenced[said.Talk]) _waits.Add(said.Talk, last);
                    break;
                case What.MarkAnswered:
                    var mark = new MarkAnswered.Command(Guid.NewGuid(), talk!.Id, talk.LastInboundAt);
                    var waits = _waits.Remove(talk.Id, out var since);
                    Assert.Equal(waits, (await console.SendAsync(mark, by)).Succeeded);
                    if (waits) _marked = (mark.OperationId, talk.Id, since, by);
                    break;
                case What.UndoAnswered when _marked is { } marked:
                    if ((await console.SendAsync(new UndoAnswered.Command(Guid.NewGuid(), marked.Talk, marked.Deed), marked.By)).Succeeded) Assert.True(_waits.TryAdd(marked.Talk, marked.Since));
                    break;
                case What.AddTask: await console.SendAsync(new AddTask.Command(Guid.NewGuid(), customer.Id, TaskKind.FollowUp, by.SalesUserId!.Value, due, "note"), by); break;
                case What.FinishTasks when tasks.Count > 0: await console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), tasks), by); break;
                case What.ReopenTasks when tasks.Count > 0: await console.SendAsync(new ReopenTasks.Command(Guid.NewGuid(), tasks), by); break;
                case What.GiveTasks when tasks.Count > 0: (_deed, _doer) = (Guid.NewGuid(), by); await console.SendAsync(new GiveTasks.Command(_deed, tasks, by.SalesUserId!.Value), by); break;
                case What.PostponeTasks when tasks.Count > 0: (_deed, _doer) = (Guid.NewGuid(), by); await console.SendAsync(new PostponeTasks.Command(_deed, tasks, due), by); break;
                case What.UndoTasks when _deed != default: await console.SendAsync(new UndoTasks.Command(Guid.NewGuid(), _deed), _doer); break;
                case What.Approve or What.TakeOverReview when store.Reviews.FirstOrDefault(r => r.Status == ReviewStatus.Pending) is { } review:
                    var at = (await console.SendAsync(new GetReviewCase.Query(review.Id))).Value.Seen;
                    var answer = step.What == What.Approve ? await console.SendAsync(new ApproveReview.Command(Guid.NewGuid(), at), _people[1])
                        : await console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), at), _people[1]);
                    if (answer.Succeeded) _decided = answer.Value;
                    break;
                case What.UndoDecision when _decided is { } decided: await console.SendAsync(new UndoDecision.Command(Guid.NewGuid(), decided.DecisionId), _people[1]); break;
                case What.BindWaiting: await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid())); break;
            }
        }

        public void Check()
        {
            using var store = console.Read();
            var active = store.Assignments.Where(a => a.Status == AssignmentStatus.Active).ToList();
            var running = store.Handovers.Where(h => h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null).ToList();
            Assert.All(console.Lane.Last.Directory.AiAgents.Values, agent => Assert.InRange(active.Count(a => a.AiAgentId == agent.Id), 0, agent.Capacity));
            foreach (var customer in store.Customers.AsNoTracking())
            {
                var mine = active.SingleOrDefault(a => a.CustomerId == customer.Id);
                Assert.Equal((mine?.AiAgentId, mine?.SalesUserId), (customer.AiAgentId, customer.SalesUserId));
                Assert.True(customer.SalesUserId is not { } owner || console.Lane.Last.Directory.SalesUsers[owner].IsActive);
                Assert.Equal(customer.AiAgentId is null && customer.ErasedAt is null, customer.WaitingSince is not null);
                Assert.All(store.Reviews.Where(r => r.CustomerId == customer.Id && r.Status == ReviewStatus.Pending), r => Assert.Equal(customer.AiAgentId, r.AiAgentId));
            }
            foreach (var talk in store.Conversations.AsNoTracking())
            {
                var isHeld = talk.Holder == Holder.Human;
                Assert.Equal((isHeld, isHeld, isHeld), (talk.HolderUserId is not null, talk.State == Playbook.Default.TakeoverState, talk.StateBefore is not null));
                Assert.Equal(isHeld ? talk.HolderUserId : null, running.SingleOrDefault(h => h.ConversationId == talk.Id)?.ById);
                Assert.True(talk.HolderUserId is not { } by || Caller.Person(console.Lane.Last.Directory.SalesUsers[by]).Sees(active.SingleOrDefault(a => a.CustomerId == talk.CustomerId)?.SalesUserId ?? Guid.Empty));
                Assert.True(talk.Holder != Holder.Ai || active.Exists(a => a.CustomerId == talk.CustomerId));
                Assert.Equal(_waits.TryGetValue(talk.Id, out var since) ? since : null, talk.UnansweredSince);
                Assert.Equal(_silent.Contains(talk.Id), store.Customers.Single(c => c.Id == talk.CustomerId).IsOptedOut(talk.Channel));
                Assert.Equal(talk.UnansweredSince, store.Customers.Single(c => c.Id == talk.CustomerId).UnansweredSince);
                Assert.True(talk.HolderVersion >= _versions.GetValueOrDefault(talk.Id));
                _versions[talk.Id] = talk.HolderVersion;
            }
        }
    }
}
