using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class AssignmentPolicyTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<AgentLoad> Agents =
        from id in Gen.Choose(1, int.MaxValue)
        from language in Gen.Elements("vi", "zh", "en")
        from channels in Gen.SubListOf(Enum.GetValues<Channel>())
        from status in Gen.Frequency((4, Gen.Constant(AgentStatus.Active)), (1, Gen.Elements(AgentStatus.Paused, AgentStatus.Disabled)))
        from ownerActive in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from capacity in Gen.Choose(0, 4)
        from bindings in Gen.Choose(0, 4)
        from day in Gen.Choose(0, 2)
        from inHours in Gen.Elements(null, (bool?)true, false)
        from capped in Gen.SubListOf<Channel>([.. channels])
        from held in Gen.Choose(0, 2)
        from most in Gen.Choose(1, 2)
        from attendance in Gen.Frequency((3, Gen.Constant(Attendance.Here)), (1, Gen.Elements(Attendance.Away, Attendance.OnLeave, Attendance.Suspended)))
        select new AgentLoad(Id(id), Id(-id), $"agent {id}", language, [.. channels], status, ownerActive, capacity, bindings, Start.AddDays(day), inHours,
            capped.Count == 0 ? null : [.. capped.Select(channel => new ChannelLoad(channel, held, most))], attendance);

    private static readonly Arbitrary<(Channel Channel, string? Language, List<AgentLoad> Agents)> Cases =
        (from channel in Gen.Elements(Enum.GetValues<Channel>())
         from language in Gen.Elements("vi", "zh", null)
         from agents in Agents.ListOf()
         select (channel, language, agents.DistinctBy(agent => agent.AiAgentId).ToList())).ToArbitrary();

    [Fact]
    public void Choose_AnyAgents_ChoosesOneThatMayIfThereIsOne() =>
        Prop.ForAll(Cases, at =>
        {
            var chosen = AssignmentPolicy.Choose(at.Channel, at.Language, at.Agents).AiAgentId;
            var may = at.Agents.Where(agent => May(agent, at.Channel)).Select(agent => agent.AiAgentId).ToList();
            return chosen is { } id ? may.Contains(id) : may.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Choose_AnyAgents_NoBetterOneIsLeft() =>
        Prop.ForAll(Cases, at =>
        {
            var id = AssignmentPolicy.Choose(at.Channel, at.Language, at.Agents).AiAgentId;
            if (id is null) return true;
            var chosen = at.Agents.Single(agent => agent.AiAgentId == id);
            return !at.Agents.Exists(other => May(other, at.Channel) && Better(other, chosen, at.Language));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Choose_OrderOfInput_DoesNotMatter() =>
        Prop.ForAll(Cases, at =>
        {
            var turned = AssignmentPolicy.Choose(at.Channel, at.Language, Enumerable.Reverse(at.Agents));
            var straight = AssignmentPolicy.Choose(at.Channel, at.Language, at.Agents);
            return (turned.AiAgentId, turned.OwnerId) == (straight.AiAgentId, straight.OwnerId)
                && turned.Agents.Select(fit => fit.Agent).SequenceEqual(straight.Agents.Select(fit => fit.Agent));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Choose_AnyAgents_ExplainsEachAsItIs() =>
        Prop.ForAll(Cases, at =>
        {
            var choice = AssignmentPolicy.Choose(at.Channel, at.Language, at.Agents);
            return choice.Agents.Count == at.Agents.Count && choice.Agents.All(fit =>
                fit.Fits == May(fit.Agent, at.Channel)
                && fit.Passed(AgentCheckKind.Channel) == fit.Agent.Channels.Contains(at.Channel)
                && fit.Passed(AgentCheckKind.Cap) == !IsFull(fit.Agent, at.Channel)
                && fit.Passed(AgentCheckKind.Status) == (fit.Agent.Status == AgentStatus.Active)
                && fit.Passed(AgentCheckKind.Owner) == fit.Agent.OwnerActive
                && fit.Passed(AgentCheckKind.Attended) == (fit.Agent.Attendance == Attendance.Here)
                && fit.Passed(AgentCheckKind.Others)
                && fit.Passed(AgentCheckKind.Language) == (at.Language is null || fit.Agent.Language == at.Language)
                && fit.Passed(AgentCheckKind.Hours) == (fit.Agent.InHours is null or true)
                && fit.Passed(AgentCheckKind.Capacity) == fit.Agent.ActiveBindings < fit.Agent.Capacity
                && fit.Checks.Select(check => check.Kind).SequenceEqual(Enum.GetValues<AgentCheckKind>()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Choose_LanguageFitsABusierAgent_PrefersTheLanguage() =>
        Assert.Equal(Id(2), Choose("zh", Agent(1, "vi", 0, 0), Agent(2, "zh", 9, 0)));

    [Fact]
    public void Choose_SpeakerIsOffHours_PrefersWhoAnswersNow_ButTakesTheSpeakerWhenNobodyDoes()
    {
        Assert.Equal(Id(1), Choose("zh", Agent(1, "vi", 3, 0), Agent(2, "zh", 0, 0) with { InHours = false }));
        Assert.Equal(Id(2), Choose("zh", Agent(1, "vi", 3, 0) with { InHours = false }, Agent(2, "zh", 9, 0) with { InHours = false }));
    }

    [Fact]
    public void Choose_NobodySpeaksTheLanguage_TakesTheLeastBusy() =>
        Assert.Equal(Id(2), Choose("zh", Agent(1, "vi", 3, 0), Agent(2, "en", 2, 0)));

    [Fact]
    public void Choose_AsManyBindings_TakesTheOldestThenTheSmallestId()
    {
        Assert.Equal(Id(2), Choose("vi", Agent(1, "vi", 2, 1), Agent(2, "vi", 2, 0)));
        Assert.Equal(Id(1), Choose("vi", Agent(2, "vi", 2, 0), Agent(1, "vi", 2, 0)));
    }

    [Fact]
    public void Choose_WritesOnSeveralChannels_AsksTheCapOfTheLastAlone()
    {
        var agent = Agent(1, "vi", 2, 0) with { Channels = [Channel.Telegram, Channel.Zalo], Caps = [new(Channel.Telegram, 2, 2), new(Channel.Zalo, 0, 1)] };
        Assert.Equal(Id(1), AssignmentPolicy.Choose(Channel.Zalo, agent.Channels, null, [agent]).AiAgentId);
        Assert.Null(AssignmentPolicy.Choose(Channel.Telegram, agent.Channels, null, [agent]).AiAgentId);
    }

    [Fact]
    public void Choose_WritesOnSeveralChannels_DemandsThemAll()
    {
        var (one, both) = (Agent(1, "vi", 0, 0), Agent(2, "vi", 9, 0) with { Channels = [Channel.Telegram, Channel.Zalo] });
        Assert.Equal(Id(2), AssignmentPolicy.Choose(Channel.Zalo, both.Channels, null, [one, both]).AiAgentId);
        Assert.Null(AssignmentPolicy.Choose(Channel.Zalo, both.Channels, null, [one, both with { Capacity = 9 }]).AiAgentId);
    }

    [Fact]
    public void Route_WritesOnSeveralChannels_PrefersWhoServesMoreOfThem_AfterHoursAndAttendance()
    {
        var (one, both) = (Agent(1, "vi", 0, 0), Agent(2, "zh", 9, 0) with { Channels = [Channel.Telegram, Channel.Zalo] });
        Channel[] channels = [Channel.Telegram, Channel.Zalo, Channel.Facebook];
        var choice = Route([one, both]);
        Assert.Equal((Id(2), 1, false), (choice.AiAgentId, choice.Agents[0].Reach, choice.Agents[0].Passed(AgentCheckKind.Others)));
        Assert.Equal([Channel.Zalo], choice.Demanded);
        Assert.Equal([Channel.Telegram, Channel.Facebook], choice.Preferred);
        Assert.True(choice.Improves(Id(1)));
        Assert.False(choice.Improves(Id(2)));
        // Nobody waits for one that is full, or not there.
        foreach (var worse in (AgentLoad[])[both with { Capacity = 9 }, both with { InHours = false }, both with { Attendance = Attendance.Away }, both with { Status = AgentStatus.Paused }, both with { Channels = [Channel.Telegram] }])
            Assert.Equal(Id(1), Route([one, worse]).AiAgentId);

        AssignmentChoice Route(AgentLoad[] agents) => AssignmentPolicy.Route(Channel.Zalo, channels, "vi", agents);
    }

    [Fact]
    public void Choose_NoAgents_ChoosesNone()
    {
        var choice = AssignmentPolicy.Choose(Channel.Zalo, "vi", []);
        Assert.Null(choice.AiAgentId);
        Assert.Null(choice.OwnerId);
    }

    private static Guid? Choose(string? language, params AgentLoad[] agents) => AssignmentPolicy.Choose(Channel.Zalo, language, agents).AiAgentId;

    private static AgentLoad Agent(int id, string language, int bindings, int day) =>
        new(Id(id), Id(-id), $"agent {id}", language, [Channel.Zalo], AgentStatus.Active, true, 10, bindings, Start.AddDays(day));

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static bool May(AgentLoad agent, Channel channel) =>
        agent.Status is not (AgentStatus.Paused or AgentStatus.Disabled) && agent.OwnerActive && agent.ActiveBindings < agent.Capacity
        && agent.Channels.Any(served => served == channel) && !IsFull(agent, channel);

    private static bool IsFull(AgentLoad agent, Channel channel) => agent.Caps is { } caps && caps.Any(cap => cap.Channel == channel && cap.Held >= cap.Most);

    private static bool Better(AgentLoad one, AgentLoad other, string? language)
    {
        if ((one.InHours != false) != (other.InHours != false)) return one.InHours != false;
        if (one.Attendance == Attendance.Here != (other.Attendance == Attendance.Here)) return one.Attendance == Attendance.Here;
        var (speaks, otherSpeaks) = (language is null || one.Language == language, language is null || other.Language == language);
        return speaks != otherSpeaks ? speaks : one.ActiveBindings < other.ActiveBindings
            || (one.ActiveBindings == other.ActiveBindings && one.CreatedAt < other.CreatedAt);
    }
}
