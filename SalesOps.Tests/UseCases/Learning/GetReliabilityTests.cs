using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class GetReliabilityTests : IAsyncLifetime
{
    private static readonly Slice All = new(null, null, null);
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Reliability_OfDecisions_CountsWhatWasJudged_AndNothingElse()
    {
        await DecideAsync(20, 0.3, right: 8);
        await DecideAsync(20, 0.5, right: 12);
        // Says nothing of the reading; undone; waits still.
        await _console.RejectAsync(await SayAsync(0.5), NextStep.AskCustomer, "too_risky");
        var undone = await _console.ApproveAsync(await SayAsync(0.5));
        Assert.True((await _console.UndoAsync(undone)).Succeeded);

        var found = (await ReadAsync(new Scope(All))).Value;

        Assert.Equal(("runtime-1", 40, 0, 2), (found.Producer, found.Reliability.Count, found.Sampled, found.Unjudged));
        Assert.Equal((20, 0.4), (found.Reliability.Bins[3].Count, found.Reliability.Bins[3].Right!.Value.Rate));
        Assert.Equal((20, 0.6), (found.Reliability.Bins[5].Count, found.Reliability.Bins[5].Right!.Value.Rate));
        Assert.Equal(0.1, found.Reliability.Ece!.Value, 9);
        Assert.Equal([Caution.TooFewToRank, Caution.Degenerate], found.Reliability.Cautions);
    }

    [Fact]
    public async Task Reliability_TwoProducers_AreNeverMixed()
    {
        await DecideAsync(5, 0.3, right: 5, producer: "runtime-1");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await DecideAsync(3, 0.3, right: 0, producer: "runtime-2");

        var last = (await ReadAsync(new Scope(All))).Value;
        Assert.Equal(("runtime-2", 3), (last.Producer, last.Reliability.Count));
        Assert.Equal([new("runtime-2", 3), new("runtime-1", 5)], last.Producers);
        Assert.Equal(5, (await ReadAsync(new Scope(All, Producer: "runtime-1"))).Value.Reliability.Count);
    }

    [Fact]
    public async Task Reliability_Slices_HoldTheirOwn()
    {
        await DecideAsync(4, 0.3, right: 4);
        await DecideAsync(2, 0.3, right: 2, intent: "ask_trust", channel: Channel.Zalo);
        async Task<int> CountAsync(Scope scope) => (await ReadAsync(scope)).Value.Reliability.Count;
        Assert.Equal(6, await CountAsync(new Scope(All)));
        Assert.Equal(2, await CountAsync(new Scope(All with { Intent = "ask_trust" })));
        Assert.Equal(4, await CountAsync(new Scope(All with { Channel = Channel.Telegram })));
        Assert.Equal(6, await CountAsync(new Scope(All with { Language = "vi" })));
        Assert.Equal(0, await CountAsync(new Scope(All with { Language = "zh" })));
        var agents = _console.Lane.Last.Directory.AiAgents.Keys.ToList();
        Assert.Equal(6, (await Task.WhenAll(agents.Select(a => CountAsync(new Scope(All, a))))).Sum());
        _console.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(0, await CountAsync(new Scope(All, Days: 7)));
        Assert.Equal(6, await CountAsync(new Scope(All, Days: 30)));
    }

    [Fact]
    public async Task Reliability_Sampled_WeighsByItsChance()
    {
        await _console.ChangeAsync(PolicyKind.SampledShare, All, 0.5, 0);
        var sampled = new List<GetReviewCase.Case>();
        for (var i = 0; sampled.Count < 30; i++)
            if ((await HearAsync($"s-{i}", "ask_price", 0.9, "runtime-1", Channel.Telegram)) is { Understanding.Review: "sampled" } heard) sampled.Add(await _console.CaseAsync(heard));
        foreach (var one in sampled) Assert.True((await _console.ApproveAsync(one)).Succeeded);
        await DecideAsync(40, 0.3, right: 0);

        var found = (await ReadAsync(new Scope(All))).Value;
        Assert.Equal((70, 30), (found.Reliability.Count, found.Sampled));
        Assert.Equal(60 / 100.0, found.Reliability.Right!.Value.Rate, 9);
    }

    [Fact]
    public async Task Reliability_ReadOnceMoreAfterARejection_IsLeftOut()
    {
        await _console.RejectAsync(await SayAsync(0.3), NextStep.AiAgain);
        await using var store = _console.Read();
        var again = store.Reviews.Single(r => r.Status == ReviewStatus.Pending && r.Intent != "ask_trust" || r.Status == ReviewStatus.Pending && r.CreatedAt >= new DateTime(2026, 6, 3, 4, 30, 0, DateTimeKind.Utc));
        var seen = (await _console.SendAsync(new GetReviewCase.Query(again.Id))).Value;
        Assert.True((await _console.ApproveAsync(seen)).Succeeded);
        Assert.Equal([new("runtime-1", 1)], (await ReadAsync(new Scope(All))).Value.Producers);
    }

    private Task<Result<GetReliability.Answer>> ReadAsync(Scope scope) => _console.SendAsync(new GetReliability.Query(scope), _console.Supervisor());

    private async Task DecideAsync(int count, double confidence, int right, string intent = "greeting", string producer = "runtime-1", Channel channel = Channel.Telegram)
    {
        for (var i = 0; i < count; i++)
        {
            var seen = await SayAsync(confidence, intent, producer, channel);
            Assert.True((i < right ? await _console.ApproveAsync(seen) : await _console.RejectAsync(seen, NextStep.AskCustomer)).Succeeded);
        }
    }

    private async Task<GetReviewCase.Case> SayAsync(double confidence, string intent = "greeting", string producer = "runtime-1", Channel channel = Channel.Telegram) =>
        await _console.CaseAsync(await HearAsync($"c-{Guid.NewGuid():N}", intent, confidence, producer, channel));

    private async Task<ReceiveMessage.Answer> HearAsync(string who, string intent, double confidence, string producer, Channel channel) =>
        (await _console.SendAsync(new ReceiveMessage.Command(channel, who, who, "Chào shop, bên mình có uy tín không?", who, null,
            new ReceiveMessage.Reported(intent, "first_contact", confidence, [], producer)), Caller.Runtime)).Value;
}
