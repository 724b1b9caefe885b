using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class GetPlaybookTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Counts_OfStatesAndWays_AreThoseOfTheRows()
    {
        var before = await ReadAsync();
        await _console.HearAsync("a", "recharge_intent", "discovery_capital", 0.6);
        await _console.HearAsync("b", "opt_out", "opt_out", 0.9);
        var asked = await _console.HearAsync("c", "opt_out", "opt_out", 0.7);
        var refused = await _console.HearAsync("d", "opt_out", "opt_out", 0.7);
        Assert.True((await _console.RejectAsync(await _console.CaseAsync(refused), NextStep.AskCustomer)).Succeeded);
        var seen = await _console.CaseAsync(await _console.HearAsync("e", "ask_trust", "understanding_trust_building", 0.4));
        Assert.True((await _console.ApproveAsync(seen)).Succeeded);

        var now = await ReadAsync();

        Assert.Equal(1, Standing(now, "discovery") - Standing(before, "discovery"));
        Assert.Equal(1, Standing(now, "opted_out") - Standing(before, "opted_out"));
        Assert.Equal(1, Standing(now, "trust_building") - Standing(before, "trust_building"));
        Assert.Equal(2, Standing(now, "new_lead") - Standing(before, "new_lead"));
        await using (var store = _console.Read()) Assert.Equal(store.Conversations.Count(), now.States.Sum(s => s.Conversations));
        Assert.Equal(new Tally(1, 1, 1), Difference(now, before, "new_lead", "opted_out"));
        Assert.Equal(new Tally(1, 0, 0), Difference(now, before, "new_lead", "trust_building"));
        var optOuts = now.Rules.Zip(before.Rules).Where(r => r.First.Rule.Trigger == "opt_out").ToList();
        Assert.Equal([(false, 1L, 0L, 0L), (true, 0L, 1L, 1L)], optOuts.Select(r => (r.First.Rule.NeedsPerson,
            r.First.Tally.Made - r.Second.Tally.Made, r.First.Tally.Waiting - r.Second.Tally.Waiting, r.First.Tally.Rejected - r.Second.Tally.Rejected)));
        Assert.Equal(default, now.Others);
        Assert.False(asked.State.Applied);
    }

    [Fact]
    public async Task Moves_LongAgo_AreNotCounted_ButWhatWaitsIs()
    {
        await _console.HearAsync("b", "opt_out", "opt_out", 0.9);
        await _console.HearAsync("c", "opt_out", "opt_out", 0.7);
        _console.Clock.Advance(TimeSpan.FromDays(31));
        var edge = (await ReadAsync()).Edges.Single(e => (e.From, e.To) == ("new_lead", "opted_out"));
        Assert.Equal(new Tally(0, 1, 0), edge.Tally);
    }

    [Fact]
    public async Task Playbook_ForThoseWhoDoNotDecide_IsRefused() =>
        Assert.Equal(ErrorKind.Forbidden, (await _console.SendAsync(new GetPlaybook.Query(30), _console.As(Role.RealSalesUser))).Errors[0].Kind);

    private async Task<GetPlaybook.Answer> ReadAsync() => (await _console.SendAsync(new GetPlaybook.Query(30))).Value;

    private static long Standing(GetPlaybook.Answer of, string state) => of.States.Single(s => s.Code == state).Conversations;

    private static Tally Difference(GetPlaybook.Answer now, GetPlaybook.Answer before, string from, string to)
    {
        var (a, b) = (now.Edges.Single(e => (e.From, e.To) == (from, to)).Tally, before.Edges.Single(e => (e.From, e.To) == (from, to)).Tally);
        return new Tally(a.Made - b.Made, a.Waiting - b.Waiting, a.Rejected - b.Rejected);
    }
}
