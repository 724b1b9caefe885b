using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class ChangePolicyTests : IAsyncLifetime
{
    private static readonly Slice All = new(null, null, null);
    private static readonly Slice Recharge = new("recharge_intent", null, null);
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Threshold_Set_HoldsForTheNextMessage_StandsOnTheAudit_AndIsUndone()
    {
        Assert.Equal("none", (await RechargeAsync("a")).Understanding.Review);
        var since = _console.Lane.Last.Counters.Sequence;

        var set = await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.6, 0.55);

        Assert.Equal(new ChangePolicy.Answer(0.6, null), set.Value);
        Assert.Equal("pending", (await RechargeAsync("b")).Understanding.Review);
        Assert.Equal("threshold.changed", _console.Actions(since)[0]);
        await using var store = _console.Read();
        var entry = store.AuditEntries.Single(a => a.Action == "threshold.changed");
        Assert.Equal(_console.Supervisor().SalesUserId, entry.ActorId);
        var changes = ChangeText.Of(entry.Changes);
        Assert.Contains("\"Was\":0.55", changes, StringComparison.Ordinal);
        Assert.Contains("\"Value\":0.6", changes, StringComparison.Ordinal);

        var undone = await _console.ChangeAsync(PolicyKind.Threshold, Recharge, set.Value.Before, set.Value.Holds);
        Assert.Equal(new ChangePolicy.Answer(0.55, 0.6), undone.Value);
        Assert.Equal("none", (await RechargeAsync("c")).Understanding.Review);
        _console.AssertSound();
    }

    [Fact]
    public async Task Threshold_SetBeforeAMessageOfTheSameBatch_HoldsForIt()
    {
        Task<Result<ChangePolicy.Answer>> set;
        Task<ReceiveMessage.Answer> heard;
        using (await _console.Lane.BlockAsync())
        {
            set = _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.6, 0.55);
            heard = RechargeAsync("a");
        }
        Assert.True((await set).Succeeded);
        Assert.Equal("pending", (await heard).Understanding.Review);
    }

    [Fact]
    public async Task Threshold_SmallerSliceSet_StandsAboveTheWider()
    {
        await _console.ChangeAsync(PolicyKind.Threshold, All, 0.9, 0.55);
        await _console.ChangeAsync(PolicyKind.Threshold, Recharge with { Channel = Channel.Telegram }, 0.5, 0.9);
        Assert.Equal("none", (await RechargeAsync("a")).Understanding.Review);
        Assert.Equal("pending", (await _console.HearAsync("b", "greeting", "first_contact", 0.89)).Understanding.Review);
        Assert.Equal("none", (await _console.HearAsync("c", "greeting", "first_contact", 0.9)).Understanding.Review);
    }

    [Fact]
    public async Task Threshold_AfterARestart_HoldsStill()
    {
        await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.6, 0.55);
        using var copy = new StoreCopy(_console.Files);
        await using var again = new TestConsole(copy.Files.Folder, keep: true);
        Assert.Equal("pending", (await again.HearAsync("z", "recharge_intent", "discovery_capital", 0.574)).Understanding.Review);
    }

    [Fact]
    public async Task Change_SomebodyElseWasFaster_IsRefused()
    {
        await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.6, 0.55);
        var error = ErrorOf(await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.7, 0.55));
        Assert.Equal((ErrorKind.Stale, "changed"), (error.Kind, error.Code));
        Assert.Equal("same", ErrorOf(await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.6, 0.6)).Code);
    }

    [Theory]
    [InlineData(-0.1, null)]
    [InlineData(1.1, null)]
    [InlineData(double.NaN, null)]
    [InlineData(0.6, "no_such_intent")]
    public async Task Change_OutOfRangeOrUnknown_IsRefused(double value, string? intent) =>
        Assert.Equal(ErrorKind.Invalid, ErrorOf(await _console.ChangeAsync(PolicyKind.Threshold, new Slice(intent, null, null), value, 0.55)).Kind);

    [Fact]
    public async Task Steps_OfAMessageBeforeTheChange_NameTheThresholdItMet()
    {
        var heard = await RechargeAsync("a");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.9, 0.55);
        var steps = await _console.SendAsync(new GetSteps.Query(heard.ConversationId));
        Assert.Equal(0.55, Assert.Single(steps.Value.Steps[0].Guards, g => g.Code == "threshold").Needed);
    }

    [Fact]
    public async Task Threshold_SetForASliceForTheFirstTime_HadNothingBefore_WhateverTheWiderOneHas()
    {
        double Holds(Slice slice) => new ReviewPolicy(Playbook.Default, _console.Lane.Last.Directory.Policy).Of(PolicyKind.Threshold, slice);
        Assert.True((await _console.ChangeAsync(PolicyKind.Threshold, All, 0.7, Holds(All))).Succeeded);
        // As much as the wider one: it holds of its own from now on.
        Assert.Equal(new ChangePolicy.Answer(0.7, null), (await _console.ChangeAsync(PolicyKind.Threshold, Recharge, 0.7, Holds(Recharge))).Value);
    }

    private Task<ReceiveMessage.Answer> RechargeAsync(string who) => _console.HearAsync(who, "recharge_intent", "discovery_capital", 0.574);
}
