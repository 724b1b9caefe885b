using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class RebalancingTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Channel[] All = Enum.GetValues<Channel>();

    private static readonly Gen<AgentLoad> Agents =
        from id in Gen.Choose(1, 1_000_000)
        from owner in Gen.Choose(1, 2)
        from language in Gen.Elements("vi", "zh")
        from channels in Gen.SubListOf(All)
        from status in Gen.Frequency((4, Gen.Constant(AgentStatus.Active)), (1, Gen.Elements(AgentStatus.Paused, AgentStatus.Disabled)))
        from active in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from capacity in Gen.Choose(1, 12)
        from capped in Gen.SubListOf<Channel>([.. channels])
        from cap in Gen.Choose(1, 4)
        from attendance in Gen.Frequency((5, Gen.Constant(Attendance.Here)), (1, Gen.Elements(Attendance.Away, Attendance.OnLeave, Attendance.Suspended)))
        select new AgentLoad(Id(id), Id(-owner), $"agent {id}", language, [.. channels], status, active, capacity, 0, Start, null, [.. capped.Select(channel => new ChannelLoad(channel, 0, cap))], attendance);

    /// <summary>Agents that hold what their customers say, some more than they may.</summary>
    private static readonly Arbitrary<Case> Cases =
        (from all in Agents.NonEmptyListOf()
         let agents = all.DistinctBy(a => a.AiAgentId).ToList()
         from held in (from at in Gen.Choose(0, agents.Count - 1)
                       from channel in Gen.Elements(All)
                       from language in Gen.Elements("vi", "zh", null)
                       from minute in Gen.Choose(0, 6)
                       from others in Gen.Frequency((3, Gen.Constant<Channel[]?>(null)), (1, Gen.SubListOf(All).Select(l => (Channel[]?)[.. l])))
                       select (at, channel, language, minute, others)).ListOf()
         from most in Gen.Choose(1, 30)
         from sameOwner in Gen.Elements(true, false)
         let customers = held.Select((h, i) => new Held(new BoundCustomer(Id(i + 1), h.channel, h.language, Start.AddMinutes(h.minute), h.others?.Where(c => c != h.channel).ToList()), agents[h.at].AiAgentId)).ToList()
         select new Case([.. agents.Select(a => customers.Where(c => c.AiAgentId == a.AiAgentId).Aggregate(a, (load, c) => load.With(c.Customer.Channel, 1)))], customers, most, sameOwner)).ToArbitrary();

    private sealed record Case(IReadOnlyList<AgentLoad> Agents, IReadOnlyList<Held> Customers, int Most, bool SameOwner)
    {
        public IReadOnlyList<PlannedMove> Plan() => Rebalancing.Plan(Agents, Customers, Most, SameOwner);

        public AgentLoad Agent(Guid id) => Agents.Single(a => a.AiAgentId == id);

        /// <summary>How many each agent holds after the first moves.</summary>
        public Dictionary<Guid, int> Loads(IEnumerable<PlannedMove> moves)
        {
            var loads = Agents.ToDictionary(a => a.AiAgentId, a => a.ActiveBindings);
            foreach (var move in moves)
            {
                loads[move.From]--;
                loads[move.To]++;
            }
            return loads;
        }

        /// <summary>Whether the agent's cap lets one more of the channel in after the first moves.</summary>
        public static bool HasRoom(AgentLoad agent, Channel channel, IReadOnlyCollection<PlannedMove> moves) => agent.On(channel) is not { } cap
            || cap.Held + moves.Count(m => m.To == agent.AiAgentId && m.Customer.Channel == channel) - moves.Count(m => m.From == agent.AiAgentId && m.Customer.Channel == channel) < cap.Most;

        /// <summary>What is to be lowered; times a number that every capacity divides, so that nothing is rounded.</summary>
        public long Unevenness(Dictionary<Guid, int> loads) => Agents.Sum(a => (long)loads[a.AiAgentId] * loads[a.AiAgentId] * 27_720 / a.Capacity);

        /// <summary>Whether the agent may have the customer at all, said without the policy.</summary>
        public bool May(Held held, AgentLoad to) => to.AiAgentId != held.AiAgentId && to.Status == AgentStatus.Active && to.OwnerActive && to.Attendance == Attendance.Here
            && held.Customer.Channels.All(to.Channels.Contains)
            && (!SameOwner || to.OwnerId == Agent(held.AiAgentId).OwnerId)
            && (held.Customer.Language is not { } spoken || Agent(held.AiAgentId).Language != spoken || to.Language == spoken);
    }

    [Fact]
    public void Plan_AnyAgents_EveryMoveIsAllowedAndMovesTheCustomerOnceFromWhereItIs() =>
        Prop.ForAll(Cases, at =>
        {
            var (plan, held) = (at.Plan(), at.Customers.ToDictionary(c => c.Customer));
            return plan.Count <= at.Most && plan.DistinctBy(m => m.Customer).Count() == plan.Count
                && plan.All(m => held[m.Customer].AiAgentId == m.From && at.May(held[m.Customer], at.Agent(m.To)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_AnyAgents_EachMoveHasRoomAndLowersTheUnevenness() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = at.Plan();
            return Enumerable.Range(1, plan.Count).All(n => at.Loads(plan.Take(n))[plan[n - 1].To] <= at.Agent(plan[n - 1].To).Capacity
                && Case.HasRoom(at.Agent(plan[n - 1].To), plan[n - 1].Customer.Channel, [.. plan.Take(n - 1)])
                && at.Unevenness(at.Loads(plan.Take(n))) < at.Unevenness(at.Loads(plan.Take(n - 1))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_ShorterThanItMayBe_NoFurtherMoveWouldLowerTheUnevenness() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = at.Plan();
            if (plan.Count == at.Most) return true;
            var (moved, loads) = (plan.Select(m => m.Customer).ToHashSet(), at.Loads(plan));
            return !at.Customers.Where(c => !moved.Contains(c.Customer)).Any(c => at.Agents.Any(to => at.May(c, to) && loads[to.AiAgentId] < to.Capacity && Case.HasRoom(to, c.Customer.Channel, plan)
                && at.Unevenness(at.Loads(plan.Append(new PlannedMove(c.Customer, c.AiAgentId, to.AiAgentId)))) < at.Unevenness(loads)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_OtherOrderOfEverything_IsTheSame() =>
        Prop.ForAll(Cases, at => Rebalancing.Plan(at.Agents.Reverse(), at.Customers.Reverse(), at.Most, at.SameOwner).SequenceEqual(at.Plan())).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_OneFullOneEmpty_HalfOfThemGo_SilentForLongestFirst()
    {
        AgentLoad full = new(Id(1), Id(-1), "A", "vi", [Channel.Zalo], AgentStatus.Active, true, 10, 6, Start), empty = full with { AiAgentId = Id(2), Name = "B", ActiveBindings = 0 };
        List<Held> held = [.. Enumerable.Range(10, 6).Select(i => new Held(new BoundCustomer(Id(i), Channel.Zalo, "vi", Start.AddMinutes(-i)), full.AiAgentId))];
        Assert.Equal([Id(15), Id(14), Id(13)], Rebalancing.Plan([full, empty], held, 100, false).Select(m => m.Customer.CustomerId));
        // By share: who may hold twice as many gets twice as many.
        Assert.Equal(4, Rebalancing.Plan([full, empty with { Capacity = 20 }], held, 100, false).Count);
        Assert.Empty(Rebalancing.Plan([full, empty with { OwnerId = Id(-2) }], held, 100, true));
    }

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
