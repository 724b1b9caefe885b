using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>Whoever leaves, is away, returns, is edited, merged or moved, in whatever order and taken back or not: nobody is bound twice, to nobody, beyond room or a channel's cap, or held by two.</summary>
public sealed class StaffingProperties
{
    private enum What { Write, Edit, UndoEdit, Disable, UndoDeparture, Enable, Merge, Separate, MoveLeaving, BindWaiting, Transfer, UndoTransfer, TakeOver, HandBack, Erase, Plan, EndAbsence, UndoAbsence, Follow, FollowEdit, GiveAway, EditPerson, Suspend, Resume, Rebalance, HandOff, UndoHandover, SayAway, MoveSilent, Answer }

    private sealed record Step(What What, int Who, int Which, int Wait);

    private static readonly Arbitrary<List<Step>> Histories = Arb.From(Gen.ListOf(
        from what in Gen.Frequency((4, Gen.Constant(What.Write)), (2, Gen.Constant(What.TakeOver)), (3, Gen.Constant(What.Plan)), (3, Gen.Constant(What.Follow)), (2, Gen.Constant(What.FollowEdit)), (18, Gen.Elements(Enum.GetValues<What>())))
        from who in Gen.Choose(0, 5)
        from which in Gen.Choose(0, 23)
        from wait in Gen.Elements(0, 1, 4, 11, 4000)
        select new Step(what, who, which, wait), 40).Select(steps => steps.ToList()));

    /// <summary>How many histories: SALESOPS_HISTORIES, or 30.</summary>
    private static int Most => int.Parse(Environment.GetEnvironmentVariable("SALESOPS_HISTORIES") ?? "30", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void AnyHistory_OfStaffAndCustomers_LeavesEverybodyWithOneLivingOwner() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Most).WithQuietOnSuccess(true), Prop.ForAll(Histories, steps => RunAsync(steps).GetAwaiter().GetResult()));

    private static async Task RunAsync(List<Step> steps)
    {
        await using var console = new TestConsole();
        var day = new Day(console);
        await day.BeginAsync();
        foreach (var step in steps)
        {
            console.Clock.Advance(TimeSpan.FromSeconds(step.Wait));
            await day.DoAsync(step);
            day.Check(step);
        }
        await day.AllComeHomeAsync();
        console.AssertSound();
    }

    /// <summary>Three salespeople with an agent each, of little room.</summary>
    private sealed class Day(TestConsole console)
    {
        private static readonly Channel[][] Lists = [[Channel.Telegram], [Channel.Telegram, Channel.Zalo], [Channel.Zalo]];

        private readonly List<Guid> _owners = [];
        private Caller _admin = Caller.Nobody;
        private static readonly ChannelCap[]?[] Caps = [null, [new(Channel.Telegram, 1)], [new(Channel.Telegram, 1), new(Channel.Zalo, 2)]];

        private Dictionary<Guid, (Guid? Agent, Channel Channel)> _before = [];
        private Dictionary<Guid, AiAgent> _agents = [];
        private (Guid Id, int Version, Caller By) _handover = (default, 0, Caller.Nobody);
        private readonly DailyAbsences _away = new(console);
        private Guid _edit, _departure;
        private IReadOnlyList<Guid> _moved = [];

        public async Task BeginAsync()
        {
            await console.Lane.RunAsync(change => _admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
            for (var i = 0; i < 3; i++)
            {
                await console.Lane.RunAsync(change => _owners.Add(LaneCommands.AddPerson(change, $"sales{i}@example.com").Id));
                await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {i}", _owners[i], "vi", Lists[i], 1 + i, Fitting(Caps[2], Lists[i], 1 + i)));
            }
            await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.SilentMinutes, null, "1", "none"), _admin);
            await console.LetInAsync([.. _owners, _admin.SalesUserId!.Value]);
        }

        public async Task DoAsync(Step step)
        {
            await using var store = console.Read();
            var customers = store.Customers.OrderBy(c => c.Id).ToList();
            if (step.What == What.Write || customers.Count == 0)
            {
                await console.WriteAsync($"who-{step.Who}", step.Which % 2 == 0 ? Channel.Telegram : Channel.Zalo);
                return;
            }
            var (customer, other) = (customers[step.Who % customers.Count], customers[step.Which % customers.Count]);
            var talk = store.Conversations.First(c => c.CustomerId == customer.Id);
            var agent = console.Lane.Last.Directory.AiAgents.Values.OrderBy(a => a.Name).ElementAt(step.Which % 3);
            switch (step.What)
            {
                case What.Edit:
                    var (to, choice) = (Change(agent.Traits, step), (StrandedChoice?)Enum.GetValues<StrandedChoice>()[step.Which % 3]);
                    var edited = await console.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent.Id, agent.Version, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status, choice, 9, to.Caps, InParts: step.Wait == 4), _admin);
                    if (edited.Succeeded) _edit = edited.Value.EditId;
                    break;
                case What.UndoEdit when _edit != default: await console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), _edit), _admin); break;
                case What.Disable:
                    var person = _owners[step.Who % 3];
                    var estate = (await console.SendAsync(new GetDeparture.Query(person), _admin)).Value;
                    if (estate.Agents.Any(a => a.HeirId is null)) break;
                    var left = await console.SendAsync(await console.DepartAsync(person), _admin);
                    if (left.Succeeded) _departure = left.Value.DepartureId;
                    break;
                case What.UndoDeparture when _departure != default: await console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), _departure), _admin); break;
                case What.FollowEdit: await FollowEditsAsync(isAll: step.Which % 3 == 0); break;
                case What.GiveAway when await console.DepartAsync(_owners[step.Who % 3]) is { Agents.Count: > 0 } leaving:
                    var given = await console.SendAsync(new GiveAgentsAway.Command(Guid.NewGuid(), leaving.SalesUserId, leaving.Agents), _admin);
                    if (given.Succeeded) _edit = given.Value.Edits[0];
                    break;
                case What.EditPerson:
                    var seller = console.Lane.Last.Directory.SalesUsers[_owners[step.Who % 3]];
                    await console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), seller.Id, seller.Version, seller.Name, step.Which % 2 == 0 ? Role.RealSalesUser : Role.Ops), _admin);
                    break;
                case What.Enable: await console.SendAsync(new EnableSalesUser.Command(Guid.NewGuid(), _owners[step.Who % 3]), _admin); break;
                case What.Merge: await console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), customer.Id, other.Id, customer.AiAgentId, other.AiAgentId), _admin); break;
                case What.Separate when store.Merges.OrderBy(m => m.Id).Select(m => m.Id).ToList() is { Count: > 0 } merges:
                    await console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merges[step.Which % merges.Count]), _admin);
                    break;
                case What.MoveLeaving: await console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid())); break;
                case What.BindWaiting: await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid())); break;
                case What.Transfer:
                    var moved = await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(customer.Id, customer.AiAgentId)], agent.Id, "drill"), _admin);
                    if (moved.Succeeded) _moved = moved.Value.Assignments;
                    break;
                case What.UndoTransfer when _moved.Count > 0: await console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), _moved), _admin); break;
                case What.TakeOver:
                    // By whose customer it is, as a rule; else by somebody who sees everybody's.
                    var who = customer.SalesUserId is { } theirs && step.Which % 3 > 0 ? Caller.Person(console.Lane.Last.Directory.SalesUsers[theirs]) : _admin;
                    var taken = await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "risk"), who);
                    if (taken.Succeeded) _handover = (taken.Value.HandoverId, taken.Value.HolderVersion, who);
                    break;
                case What.HandBack:
                    var back = await console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "resolved", "note"), _admin);
                    if (back.Succeeded) _handover = (back.Value.HandoverId, back.Value.HolderVersion, _admin);
                    break;
                case What.HandOff: await console.SendAsync(new HandOffConversation.Command(talk.Id, $"{Guid.NewGuid()}", talk.HolderVersion, "risk", NoticeWaived: true), Caller.Runtime); break;
                case What.UndoHandover when _handover.Id != default: await console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), _handover.Id, _handover.Version), _handover.By); break;
                case What.Rebalance: await RebalanceAsync(step); break;
                case What.Suspend: await console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), _owners[step.Who % 3]), _admin); break;
                case What.Resume: await console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _owners[step.Who % 3]), _admin); break;
                case What.MoveSilent: await DailySilence.MoveAsync(console); break;
                case What.Answer: await console.SendAsync(new MarkAnswered.Command(Guid.NewGuid(), talk.Id, talk.LastInboundAt), _admin); break;
                case What.SayAway: await DailySilence.SayAsync(console, _admin, console.Lane.Last.Directory.SalesUsers[step.Who < 3 ? _owners[step.Who] : _admin.SalesUserId!.Value]); break;
                case What.Plan:
                    await _away.PlanAsync([.. _owners, _admin.SalesUserId!.Value], step.Who, step.Which, _admin);
                    break;
                case What.EndAbsence: await _away.EndAsync(step.Which, _admin); break;
                case What.UndoAbsence: await _away.UndoAsync(_admin); break;
                case What.Follow: await _away.FollowAsync(isAll: step.Which % 3 > 0); break;
                case What.Erase when step.Which < 2: await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), customer.Id, "customer_request", ShortId.Of(customer.Id))); break;
            }
        }

        /// <summary>What the plan says is what the transfers do.</summary>
        private async Task RebalanceAsync(Step step)
        {
            var plan = (await console.SendAsync(new PreviewRebalance.Query(step.Which % 3 > 0, step.Which % 4 == 0), _admin)).Value.Moves;
            if (plan.Count == 0) return;
            var done = await console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [.. plan.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To))], "workload"), _admin);
            Assert.True(done.Succeeded && done.Value.Outcome.Done == plan.Count, $"{step}: {string.Join(", ", done.Succeeded ? done.Value.Outcome.Lines.Select(l => l.Refused?.Code) : done.Errors.Select(e => e.Code))}");
            _moved = done.Value.Assignments;
        }

        /// <summary>When all absences are over, everybody has their own again.</summary>
        public async Task AllComeHomeAsync()
        {
            console.Clock.Advance(TimeSpan.FromDays(1));
            do await _away.FollowAsync(isAll: true);
            while (await FollowEditsAsync(isAll: true));
            var directory = console.Lane.Last.Directory;
            Assert.Empty(directory.Absences);
            Assert.DoesNotContain(directory.AiAgents.Values, a => a.PendingEditId is not null);
            Assert.DoesNotContain(directory.AiAgents.Values, a => a.HomeOwnerId is { } home && directory.SalesUsers[home].IsActive);
            Check(new Step(What.Follow, 0, 0, 0));
        }

        /// <summary>Answers whether anybody went.</summary>
        private async Task<bool> FollowEditsAsync(bool isAll)
        {
            var went = false;
            while ((await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded && (went = true) && isAll) { }
            return went;
        }

        private AgentTraits Change(AgentTraits traits, Step step) => Changed(traits, step) is var to ? to with { Caps = Fitting(to.Caps, to.Channels, to.Capacity) } : to;

        private static IReadOnlyList<ChannelCap>? Fitting(IReadOnlyList<ChannelCap>? caps, IReadOnlyList<Channel> channels, int capacity) =>
            caps?.Where(cap => channels.Contains(cap.Channel)).Select(cap => cap with { Most = Math.Min(cap.Most, capacity) }).Kept();

        private AgentTraits Changed(AgentTraits traits, Step step) => step.Who switch
        {
            0 or 1 => traits with { Channels = Lists[step.Which / 3 % 3] },
            2 => traits with { Capacity = 1 + step.Which / 3 % 3 },
            3 => traits with { OwnerId = _owners[step.Which / 3 % 3] },
            4 => traits with { Caps = Caps[step.Which / 3 % 3] },
            _ => traits with { Status = Enum.GetValues<AgentStatus>()[step.Which / 3 % 3] },
        };

        public void Check(Step step)
        {
            using var store = console.Read();
            var directory = console.Lane.Last.Directory;
            var active = store.Assignments.Where(a => a.Status == AssignmentStatus.Active).ToList();
            var running = store.Handovers.Where(h => h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null).ToList();
            foreach (var customer in store.Customers.AsNoTracking())
            {
                var mine = active.SingleOrDefault(a => a.CustomerId == customer.Id);
                Assert.True((mine?.AiAgentId, mine?.SalesUserId) == (customer.AiAgentId, customer.SalesUserId), $"{step}");
                Assert.True((customer.AiAgentId is null && customer.ErasedAt is null) == customer.WaitingSince is not null, $"{step}");
                Assert.True(customer.UnansweredSince == store.Conversations.Where(c => c.CustomerId == customer.Id).Min(c => c.UnansweredSince), $"{step}: the one who waits longest");
                if (mine is null) continue;
                Assert.True(directory.SalesUsers[mine.SalesUserId] is { IsActive: true, IsSalesperson: true }, $"{step}: a living owner");
                // Until all who follow an edit have arrived, some are still with whom they were.
                Assert.True(directory.AiAgents[mine.AiAgentId] is var agent && (agent.PendingEditId is not null || agent.OwnerId == mine.SalesUserId && agent.Status != AgentStatus.Disabled), $"{step}: the agent's owner");
            }
            Assert.True(active.TrueForAll(a => store.Customers.Any(c => c.Id == a.CustomerId)), $"{step}");
            // Who stays until the conversation ends, or with a paused agent, was said to stay.
            foreach (var agent in directory.AiAgents.Values.Where(a => a.Status == AgentStatus.Active && a.PendingEditId is null))
                Assert.True(active.Count(a => a.AiAgentId == agent.Id && a.LeavingSince is null) <= agent.Capacity, $"{step}: {agent.Name}");
            foreach (var agent in directory.AiAgents.Values)
                Assert.True(active.Count(a => a.AiAgentId == agent.Id) <= Math.Max(agent.Capacity, _before.Values.Count(c => c.Agent == agent.Id)), $"{step}: further beyond the room of {agent.Name}");
            CheckOwners(step, directory);
            CheckChannels(step, active, store.Customers.ToDictionary(c => c.Id, c => c.Channel), store.Conversations.ToLookup(c => c.CustomerId, c => c.Channel));
            CheckCaps(step, store.Customers.ToDictionary(c => c.Id, c => (c.AiAgentId, c.Channel)), directory.AiAgents.Values);
            foreach (var talk in store.Conversations.AsNoTracking())
            {
                Assert.True(talk.Holder == Holder.Human == talk.HolderUserId is not null, $"{step}");
                Assert.True((talk.Holder == Holder.Human ? talk.HolderUserId : null) == running.SingleOrDefault(h => h.ConversationId == talk.Id)?.ById, $"{step}: one holder");
                if (talk.HolderUserId is { } id)
                {
                    var owner = store.Customers.Where(c => c.Id == talk.CustomerId).Select(c => c.SalesUserId).Single();
                    Assert.True(directory.SalesUsers[id].IsActive, $"{step}: a holder who is here");
                    Assert.True(Caller.Person(directory.SalesUsers[id]).Sees(owner ?? Guid.Empty), $"{step}: a holder who sees the customer");
                    Assert.True(running.Single(h => h.ConversationId == talk.Id).SalesUserId == owner, $"{step}: a takeover where the customer is");
                }
                Assert.True(talk.Holder != Holder.Ai || active.Exists(a => a.CustomerId == talk.CustomerId), $"{step}: the AI speaks for nobody");
            }
        }

        /// <summary>No agent comes to somebody who cannot work, unless it was theirs: an undo or the way home brings it back.</summary>
        private void CheckOwners(Step step, StoreDirectory directory)
        {
            foreach (var agent in directory.AiAgents.Values)
                if (_agents.TryGetValue(agent.Id, out var was) && was.OwnerId != agent.OwnerId && was.HomeOwnerId != agent.OwnerId && !IsUndo(step))
                    Assert.True(directory.MayWork(agent.OwnerId), $"{step}: {agent.Name} to somebody who cannot work");
            _agents = directory.AiAgents.ToDictionary();
        }

        private static bool IsUndo(Step step) => step.What is What.UndoEdit or What.UndoDeparture or What.UndoTransfer or What.UndoAbsence;

        /// <summary>
        /// Nobody comes to be with an agent that does not serve the channel last written from, nor by hand or rebalancing with one that does not serve them all. An undo brings back what was.
        /// </summary>
        private void CheckChannels(Step step, List<Assignment> active, Dictionary<Guid, Channel> last, ILookup<Guid, Channel> channels)
        {
            var agents = console.Lane.Last.Directory.AiAgents;
            foreach (var one in active.Where(a => !IsUndo(step) && agents[a.AiAgentId] is { Status: AgentStatus.Active, PendingEditId: null } && !(_before.TryGetValue(a.CustomerId, out var was) && was.Agent == a.AiAgentId)))
            {
                var serves = agents[one.AiAgentId].Channels;
                Assert.True(step.What is What.Transfer or What.Rebalance ? channels[one.CustomerId].All(serves.Contains) : serves.Contains(last[one.CustomerId]), $"{step}: channels of {agents[one.AiAgentId].Name}");
            }
        }

        /// <summary>Nobody brings an agent beyond a channel's cap, nor further beyond one that was lowered or came; only a customer who writes from another channel does.</summary>
        private void CheckCaps(Step step, Dictionary<Guid, (Guid? Agent, Channel Channel)> now, IEnumerable<AiAgent> agents)
        {
            foreach (var agent in agents)
                foreach (var cap in agent.Caps ?? [])
                {
                    bool Counts((Guid? Agent, Channel Channel) at) => at == (agent.Id, cap.Channel);
                    var came = now.Count(c => Counts(c.Value) && _before.TryGetValue(c.Key, out var was) && was.Agent == agent.Id && was.Channel != cap.Channel);
                    Assert.True(now.Values.Count(Counts) <= Math.Max(cap.Most, _before.Values.Count(Counts)) + came, $"{step}: {agent.Name} on {cap.Channel}");
                }
            _before = now;
        }
    }
}
