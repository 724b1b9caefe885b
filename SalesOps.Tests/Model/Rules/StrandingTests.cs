using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class StrandingTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Channel[] All = Enum.GetValues<Channel>();

    private static readonly Gen<AgentLoad> Agents =
        from id in Gen.Choose(1, int.MaxValue)
        from language in Gen.Elements("vi", "zh")
        from channels in Gen.SubListOf(All)
        from status in Gen.Frequency((4, Gen.Constant(AgentStatus.Active)), (1, Gen.Elements(AgentStatus.Paused, AgentStatus.Disabled)))
        from capacity in Gen.Choose(1, 5)
        from bindings in Gen.Choose(0, 5)
        from capped in Gen.SubListOf<Channel>([.. channels])
        from held in Gen.Choose(0, 2)
        from most in Gen.Choose(1, 3)
        select new AgentLoad(Id(id), Id(-id), $"agent {id}", language, [.. channels], status, true, capacity, bindings, Start, null,
            [.. capped.Select(channel => new ChannelLoad(channel, held, most))]);

    private static readonly Gen<BoundCustomer> Customers =
        from id in Gen.Choose(1, int.MaxValue)
        from channel in Gen.Elements(All)
        from language in Gen.Elements("vi", "zh", null)
        from minute in Gen.Choose(0, 6)
        from others in Gen.Frequency((3, Gen.Constant<Channel[]?>(null)), (1, Gen.SubListOf(All).Select(l => (Channel[]?)[.. l])))
        select new BoundCustomer(Id(id), channel, language, Start.AddMinutes(minute), others?.Where(c => c != channel).ToList());

    private static readonly Arbitrary<(AgentLoad Agent, List<BoundCustomer> Held, List<AgentLoad> Others)> Cases =
        (from agent in Agents
         from held in Customers.ListOf()
         from others in Agents.ListOf()
         select (agent, held.DistinctBy(c => c.CustomerId).ToList(), others.Where(o => o.AiAgentId != agent.AiAgentId).DistinctBy(o => o.AiAgentId).ToList())).ToArbitrary();

    [Fact]
    public void Plan_AnyAgent_StrandsExactlyWhomItCannotHold() =>
        Prop.ForAll(Cases, at =>
        {
            var stranded = Stranding.Plan(at.Agent, at.Held, at.Others).Select(s => s.Customer).ToHashSet();
            var staying = at.Held.Where(c => !stranded.Contains(c)).ToList();
            var served = at.Held.Where(c => Serves(at.Agent, c, [at.Agent, .. at.Others])).ToList();
            if (at.Agent.Status != AgentStatus.Active) return staying.Count == 0;
            var capped = served.GroupBy(c => c.Channel).Sum(on => Math.Min(on.Count(), at.Agent.On(on.Key)?.Most ?? on.Count()));
            return staying.TrueForAll(served.Contains) && staying.Count == Math.Min(capped, at.Agent.Capacity)
                && staying.GroupBy(c => c.Channel).All(on => at.Agent.On(on.Key) is not { } cap || on.Count() <= cap.Most)
                // Nobody who stays has been silent for longer than somebody of the same channel who goes for want of room.
                && !staying.Exists(s => stranded.Any(g => g.Channel == s.Channel && served.Contains(g) && g.LastSeenAt > s.LastSeenAt));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_AnyAgents_FillsNoneOverItsCapacityAndNeverSendsAnybodyBack() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = Stranding.Plan(at.Agent, at.Held, at.Others);
            return plan.GroupBy(s => s.Choice.AiAgentId).Where(g => g.Key is not null).All(g =>
                at.Others.SingleOrDefault(o => o.AiAgentId == g.Key) is { } to
                && to.Status == AgentStatus.Active && to.ActiveBindings + g.Count() <= to.Capacity && g.All(s => Serves(to, s.Customer, [at.Agent, .. at.Others]))
                && g.GroupBy(s => s.Customer.Channel).All(on => to.On(on.Key) is not { } cap || cap.Held + on.Count() <= cap.Most));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_SomebodyFitsNowhere_NobodyHasRoomForHim() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = Stranding.Plan(at.Agent, at.Held, at.Others);
            var load = at.Others.ToDictionary(o => o.AiAgentId, o => o.ActiveBindings + plan.Count(s => s.Choice.AiAgentId == o.AiAgentId));
            bool Full(AgentLoad o, Channel channel) => o.On(channel) is { } cap && cap.Held + plan.Count(s => s.Choice.AiAgentId == o.AiAgentId && s.Customer.Channel == channel) >= cap.Most;
            return plan.Where(s => s.Choice.AiAgentId is null).All(s => !at.Others.Exists(o => !Full(o, s.Customer.Channel) &&
                o.Status == AgentStatus.Active && Serves(o, s.Customer, [at.Agent, .. at.Others]) && load[o.AiAgentId] < o.Capacity));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_ReasonIsTheFirstThatHolds()
    {
        BoundCustomer[] held = [new(Id(1), Channel.Zalo, "vi", Start), new(Id(2), Channel.Telegram, "vi", Start), new(Id(3), Channel.Telegram, "vi", Start.AddMinutes(1))];
        var agent = new AgentLoad(Id(9), Id(8), "A", "vi", [Channel.Telegram], AgentStatus.Active, true, 1, 3, Start);
        Assert.Equal([(Id(2), StrandedBy.Capacity), (Id(1), StrandedBy.Channel)],
            Stranding.Plan(agent, held, []).Select(s => (s.Customer.CustomerId, s.By)).OrderByDescending(s => s.CustomerId));
        Assert.Equal([(Id(2), StrandedBy.Cap), (Id(1), StrandedBy.Channel)],
            Stranding.Plan(agent with { Capacity = 9, Caps = [new(Channel.Telegram, 0, 1)] }, held, []).Select(s => (s.Customer.CustomerId, s.By)).OrderByDescending(s => s.CustomerId));
        Assert.All(Stranding.Plan(agent with { Status = AgentStatus.Disabled }, held, []), s => Assert.Equal(StrandedBy.Status, s.By));
    }

    /// <summary>All channels, or where no active agent serves them all the last one.</summary>
    private static bool Serves(AgentLoad agent, BoundCustomer customer, IReadOnlyCollection<AgentLoad> all) => customer.Channels.All(agent.Channels.Contains)
        || (agent.Channels.Contains(customer.Channel) && !all.Any(a => a.Status == AgentStatus.Active && customer.Channels.All(a.Channels.Contains)));

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
