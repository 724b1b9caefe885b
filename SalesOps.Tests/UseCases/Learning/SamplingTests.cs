using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class SamplingTests : IAsyncLifetime
{
    private static readonly Slice All = new(null, null, null);
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Share_OfATenth_ChoosesATenth_AndStoresItsChanceWithEveryOneThatPassed()
    {
        await _console.ChangeAsync(PolicyKind.SampledShare, All, 0.1, 0);
        // The lot is drawn from the message's id: the same ids draw the same lots in every run.
        foreach (var wave in Enumerable.Range(0, 1000).Chunk(100)) await Task.WhenAll(wave.Select(i => SayAsync($"lot-{i}", "greeting", 0.8)));
        for (var i = 0; i < 20; i++) await SayAsync($"low-{i}", "greeting", 0.4);

        await using var store = _console.Read();
        var read = store.Understandings.Where(u => u.Intent == "greeting").ToList();
        var passed = read.Where(u => u.Confidence > 0.5).ToList();
        Assert.All(passed, u => Assert.Equal(0.1, u.SamplingProbability));
        // 100 are expected; four standard deviations either way.
        Assert.InRange(passed.Count(u => u.Review == ReviewStatus.Sampled), 62, 138);
        Assert.All(read.Except(passed), u => Assert.Equal((ReviewStatus.Pending, null), (u.Review, u.SamplingProbability)));
        var sampled = passed.Where(u => u.Review == ReviewStatus.Sampled).Select(u => u.Id).ToHashSet();
        var reviews = store.Reviews.Where(r => r.Intent == "greeting").ToList();
        Assert.Equal(sampled, reviews.Where(r => r.Reasons.SequenceEqual([ReviewPolicy.Sampled])).Select(r => r.UnderstandingId).ToHashSet());
        Assert.Equal(sampled.Count + 20, reviews.Count);
        _console.AssertSound();
    }

    [Fact]
    public async Task Sampled_PassedAndMovedAlready_WaitsAllTheSame()
    {
        await _console.ChangeAsync(PolicyKind.SampledShare, All, 1, 0);
        var heard = await SayAsync("m", "ask_price", 0.8);
        Assert.Equal(("sampled", true), (heard.Understanding.Review, heard.State.Applied));
        Assert.Equal(Consequence.AcceptedBefore, (await _console.CaseAsync(heard)).Approval.What);
    }

    [Fact]
    public async Task Held_ByAPerson_IsNeverSampled_AndHasNoChance()
    {
        await _console.ChangeAsync(PolicyKind.SampledShare, All, 1, 0);
        var seen = await _console.CaseAsync(await _console.HearAsync("lan"));
        Assert.True((await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen.Seen), _console.Supervisor())).Succeeded);
        var heard = await _console.HearAsync("lan", "greeting", "first_contact", 0.9);
        await using var store = _console.Read();
        var read = store.Understandings.Single(u => u.CustomerId == heard.CustomerId && u.Intent == "greeting");
        Assert.Equal((ReviewStatus.None, null), (read.Review, read.SamplingProbability));
    }

    private async Task<ReceiveMessage.Answer> SayAsync(string id, string intent, double confidence) =>
        (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, id, id, "Chào shop", id, null,
            new ReceiveMessage.Reported(intent, "first_contact", confidence, [], "runtime-1")), Caller.Runtime)).Value;
}
