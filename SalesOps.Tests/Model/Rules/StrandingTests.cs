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

    private static readonly Arbitrary<(AgentLoad Was, AgentLoad Agent, List<BoundCustomer> Held, List<AgentLoad> Others)> Cases =
        (from agent in Agents
         from before in Gen.SubListOf(All)
         from paused in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         from held in Customers.ListOf()
         from others in Agents.ListOf()
         select (agent with { Channels = [.. before], Status = paused ? AgentStatus.Paused : AgentStatus.Active }, agent, held.DistinctBy(c => c.CustomerId).ToList(),
             others.Where(o => o.AiAgentId != agent.AiAgentId).DistinctBy(o => o.AiAgentId).ToList())).ToArbitrary();

    [Fact]
    public void Plan_AnyAgent_StrandsExactlyWhomItCannotHold() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = Stranding.Plan(at.Was, at.Agent, at.Held, at.Others);
            if (at.Agent.Status != AgentStatus.Active) return plan.Count == at.Held.Count;
            // Who writes on several channels goes also where more of them are served, once the agent gave one up.
            var better = plan.Where(s => s.By == StrandedBy.Channel && Serves(at.Was, at.Agent, s.Customer)).ToList();
            if (!better.TrueForAll(s => at.Was.Channels.Except(at.Agent.Channels).Intersect(s.Customer.Others ?? []).Any()
                && Reach(at.Others.Single(o => o.AiAgentId == s.Choice.AiAgentId), s.Customer) > Reach(at.Agent, s.Customer))) return false;
            var stranded = plan.Select(s => s.Customer).ToHashSet();
            var staying = at.Held.Where(c => !stranded.Contains(c)).ToList();
            var served = at.Held.Where(c => Serves(at.Was, at.Agent, c)).Except(better.Select(s => s.Customer)).ToList();
            var capped = served.GroupBy(c => c.Channel).Sum(on => Math.Min(on.Count(), at.Agent.On(on.Key)?.Most ?? on.Count()));
            return staying.TrueForAll(served.Contains) && staying.Count == Math.Min(capped, at.Agent.Capacity)
                && staying.GroupBy(c => c.Channel).All(on => at.Agent.On(on.Key) is not { } cap || on.Count() <= cap.Most)
                // Nobody who stays has been silent for longer than somebody of the same channel who goes for want of room.
                && !staying.Exists(s => served.Exists(g => stranded.Contains(g) && g.Channel == s.Channel && g.LastSeenAt > s.LastSeenAt));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_AnyAgents_FillsNoneOverItsCapacityAndNeverSendsAnybodyBack() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = Stranding.Plan(at.Was, at.Agent, at.Held, at.Others);
            return plan.GroupBy(s => s.Choice.AiAgentId).Where(g => g.Key is not null).All(g =>
                at.Others.SingleOrDefault(o => o.AiAgentId == g.Key) is { } to
                && to.Status == AgentStatus.Active && to.ActiveBindings + g.Count() <= to.Capacity && g.All(s => to.Channels.Contains(s.Customer.Channel))
                && g.GroupBy(s => s.Customer.Channel).All(on => to.On(on.Key) is not { } cap || cap.Held + on.Count() <= cap.Most));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_SomebodyFitsNowhere_NobodyHasRoomForHim() =>
        Prop.ForAll(Cases, at =>
        {
            var plan = Stranding.Plan(at.Was, at.Agent, at.Held, at.Others);
            var load = at.Others.ToDictionary(o => o.AiAgentId, o => o.ActiveBindings + plan.Count(s => s.Choice.AiAgentId == o.AiAgentId));
            bool Full(AgentLoad o, Channel channel) => o.On(channel) is { } cap && cap.Held + plan.Count(s => s.Choice.AiAgentId == o.AiAgentId && s.Customer.Channel == channel) >= cap.Most;
            return plan.Where(s => s.Choice.AiAgentId is null).All(s => !at.Others.Exists(o => !Full(o, s.Customer.Channel) &&
                o.Status == AgentStatus.Active && o.Channels.Contains(s.Customer.Channel) && load[o.AiAgentId] < o.Capacity));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_ReasonIsTheFirstThatHolds()
    {
        BoundCustomer[] held = [new(Id(1), Channel.Zalo, "vi", Start), new(Id(2), Channel.Telegram, "vi", Start), new(Id(3), Channel.Telegram, "vi", Start.AddMinutes(1))];
        var agent = new AgentLoad(Id(9), Id(8), "A", "vi", [Channel.Telegram], AgentStatus.Active, true, 1, 3, Start);
        var was = agent with { Channels = All };
        Assert.Equal([(Id(2), StrandedBy.Capacity), (Id(1), StrandedBy.Channel)],
            Stranding.Plan(was, agent, held, []).Select(s => (s.Customer.CustomerId, s.By)).OrderByDescending(s => s.CustomerId));
        Assert.Equal([(Id(2), StrandedBy.Cap), (Id(1), StrandedBy.Channel)],
            Stranding.Plan(was, agent with { Capacity = 9, Caps = [new(Channel.Telegram, 0, 1)] }, held, []).Select(s => (s.Customer.CustomerId, s.By)).OrderByDescending(s => s.CustomerId));
        Assert.All(Stranding.Plan(was, agent with { Status = AgentStatus.Disabled }, held, []), s => Assert.Equal(StrandedBy.Status, s.By));
    }

    [Fact]
    public void Plan_WritesOnSeveralChannels_GoesOnlyForOneThatIsTakenAway_AndOnlyWhereMoreAreServed()
    {
        BoundCustomer[] held = [new(Id(1), Channel.Telegram, "vi", Start, [Channel.Zalo])];
        var both = new AgentLoad(Id(9), Id(8), "A", "vi", [Channel.Telegram, Channel.Zalo], AgentStatus.Active, true, 9, 1, Start);
        var (one, other) = (both with { Channels = [Channel.Telegram] }, both with { AiAgentId = Id(7), ActiveBindings = 0 });
        Assert.Equal((StrandedBy.Channel, Id(7)), Stranding.Plan(both, one, held, [other]).Select(s => (s.By, s.Choice.AiAgentId)).Single());
        Assert.Empty(Stranding.Plan(one, one with { Capacity = 10 }, held, [other]));
        foreach (var none in (AgentLoad[])[other with { Capacity = 0 }, one with { AiAgentId = Id(7), ActiveBindings = 0 }]) Assert.Empty(Stranding.Plan(both, one, held, [none]));
        // Who wrote from the other one since stays through a new name, and goes once an agent that was paused takes customers again.
        var zalo = both with { Channels = [Channel.Zalo] };
        Assert.Empty(Stranding.Plan(zalo, zalo with { Name = "B" }, held, [other]));
        Assert.Single(Stranding.Plan(zalo with { Status = AgentStatus.Paused }, zalo, held, [other]));
    }

    [Fact]
    public void Plan_TheLastOfTheirChannelsIsTakenAway_SendsThemThoughTheyWroteFromOneThatItNeverServed()
    {
        BoundCustomer[] held = [new(Id(1), Channel.Telegram, "vi", Start, [Channel.Zalo])];
        var was = new AgentLoad(Id(9), Id(8), "A", "vi", [Channel.Zalo, Channel.Facebook], AgentStatus.Active, true, 9, 1, Start);
        var (agent, telegram) = (was with { Channels = [Channel.Facebook] }, was with { AiAgentId = Id(7), Channels = [Channel.Telegram], ActiveBindings = 0 });
        Assert.Equal((StrandedBy.Channel, (Guid?)Id(7)), Stranding.Plan(was, agent, held, [telegram]).Select(s => (s.By, s.Choice.AiAgentId)).Single());
        Assert.Equal((StrandedBy.Channel, (Guid?)null), Stranding.Plan(was, agent, held, []).Select(s => (s.By, s.Choice.AiAgentId)).Single());
        // One of three is left: better off is who gets the last and another.
        held = [held[0] with { Others = [Channel.Zalo, Channel.Facebook] }];
        Assert.Empty(Stranding.Plan(was, agent, held, [telegram]));
        Assert.Single(Stranding.Plan(was, agent, held, [telegram with { Channels = [Channel.Telegram, Channel.Facebook] }]));
    }

    /// <summary>The channel last written from; who writes on several stays through an edit that takes it not away.</summary>
    private static bool Serves(AgentLoad was, AgentLoad agent, BoundCustomer customer) => agent.Channels.Contains(customer.Channel)
        || (customer.Others is { Count: > 0 } others && was.Status == AgentStatus.Active && !was.Channels.Contains(customer.Channel)
            && (others.Any(agent.Channels.Contains) || !others.Any(was.Channels.Contains)));

    private static int Reach(AgentLoad agent, BoundCustomer customer) => customer.Channels.Count(agent.Channels.Contains);

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
