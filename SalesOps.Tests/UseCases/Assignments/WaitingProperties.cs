using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>Whoever writes, from wherever, and whatever room comes and goes: nobody is bound by itself while another waits longer who could have had the place, and nobody waits once all had their turn.</summary>
public sealed class WaitingProperties
{
    private enum What { Write, Capacity, Channels, Caps, Status, BindWaiting, Transfer }

    private sealed record Step(What What, int Who, int Which, int Wait);

    private static readonly Arbitrary<List<Step>> Histories = Arb.From(Gen.ListOf(
        from what in Gen.Frequency((6, Gen.Constant(What.Write)), (2, Gen.Constant(What.Capacity)), (2, Gen.Constant(What.BindWaiting)), (4, Gen.Elements(Enum.GetValues<What>())))
        from who in Gen.Choose(0, 11)
        from which in Gen.Choose(0, 23)
        from wait in Gen.Elements(0, 0, 1, 60)
        select new Step(what, who, which, wait), 50).Select(steps => steps.ToList()));

    /// <summary>How many histories: SALESOPS_HISTORIES, or 30.</summary>
    private static int Most => int.Parse(Environment.GetEnvironmentVariable("SALESOPS_HISTORIES") ?? "30", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void AnyHistory_OfMessagesAndRoom_BindsWhoWaitsLongestFirst() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Most).WithQuietOnSuccess(true), Prop.ForAll(Histories, steps => RunAsync(steps).GetAwaiter().GetResult()));

    private static async Task RunAsync(List<Step> steps)
    {
        await using var console = new TestConsole();
        var day = new Day(console);
        await day.BeginAsync();
        foreach (var step in steps)
        {
            console.Clock.Advance(TimeSpan.FromSeconds(step.Wait));
            var before = day.Customers();
            await day.DoAsync(step);
            if (step.What is What.Write or What.BindWaiting) day.CheckOrder(step, before);
        }
        await day.AllHadTheirTurnAsync();
        console.AssertSound();
    }

    /// <summary>Two agents of little room, of which one serves both channels.</summary>
    private sealed class Day(TestConsole console)
    {
        private static readonly Channel[][] Lists = [[Channel.Telegram], [Channel.Telegram, Channel.Zalo], [Channel.Zalo]];
        private static readonly ChannelCap[]?[] Caps = [null, [new(Channel.Telegram, 1)], [new(Channel.Zalo, 1)]];

        private Caller _admin = Caller.Nobody;

        public async Task BeginAsync()
        {
            await console.Lane.RunAsync(change => _admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
            for (var i = 0; i < 2; i++)
                await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {i}", _admin.SalesUserId!.Value, "vi", Lists[i], 1, null), _admin);
        }

        public List<Customer> Customers()
        {
            using var store = console.Read();
            return [.. store.Customers.AsNoTracking()];
        }

        public async Task DoAsync(Step step)
        {
            var agent = console.Agent($"AI {step.Which % 2}");
            var more = step.Which / 2 % 3;
            switch (step.What)
            {
                case What.Write: await console.WriteAsync($"who-{step.Who}", step.Which % 3 == 0 ? Channel.Zalo : Channel.Telegram); break;
                case What.Capacity: await EditAsync(agent.Traits with { Capacity = 1 + (2 * more) }); break;
                case What.Channels: await EditAsync(agent.Traits with { Channels = Lists[more] }); break;
                case What.Caps: await EditAsync(agent.Traits with { Caps = Caps[more] }); break;
                case What.Status: await EditAsync(agent.Traits with { Status = more == 0 ? AgentStatus.Paused : AgentStatus.Active }); break;
                case What.BindWaiting: await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid())); break;
                case What.Transfer when Customers() is { Count: > 0 } all && all[step.Who % all.Count] is var one:
                    await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(one.Id, one.AiAgentId)], agent.Id, "drill"), _admin);
                    break;
            }

            Task EditAsync(AgentTraits to) => console.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent.Id, agent.Version, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status,
                to.Status == AgentStatus.Paused ? StrandedChoice.Stay : StrandedChoice.Move, 99, to.Caps?.Where(cap => to.Channels.Contains(cap.Channel)).Kept()), _admin);
        }

        public void CheckOrder(Step step, List<Customer> before)
        {
            var after = Customers();
            var waited = before.Where(c => c.WaitingSince is not null).ToDictionary(c => c.Id);
            foreach (var one in after.Where(c => c.AiAgentId is not null && !before.Exists(b => b.Id == c.Id && b.IsBound)))
            {
                var agent = console.Lane.Last.Directory.AiAgents[one.AiAgentId!.Value];
                var since = waited.GetValueOrDefault(one.Id)?.WaitingSince ?? one.FirstSeenAt;
                foreach (var other in after.Where(c => !c.IsBound && waited.ContainsKey(c.Id) && (c.WaitingSince, c.Id).CompareTo((since, one.Id)) < 0))
                {
                    Assert.True(other.Channel != one.Channel, $"{step}: bound before one who waits longer");
                    Assert.False(Serves(agent, other.Channel, after), $"{step}: bound to whom one who waits longer could have had");
                }
            }
        }

        /// <summary>Nobody is left waiting where there is room.</summary>
        public async Task AllHadTheirTurnAsync()
        {
            while (await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid())) is { Succeeded: true, Value.IsMore: true }) { }
            var all = Customers();
            foreach (var agent in console.Lane.Last.Directory.AiAgents.Values.Where(a => a.Status == AgentStatus.Active && all.Count(c => c.AiAgentId == a.Id) < a.Capacity))
                Assert.DoesNotContain(all, c => !c.IsBound && Serves(agent, c.Channel, all));
        }

        private static bool Serves(AiAgent agent, Channel channel, List<Customer> all) =>
            agent.Channels.Contains(channel) && !(all.Count(c => c.AiAgentId == agent.Id && c.Channel == channel) >= agent.CapOf(channel));
    }
}
