using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class SecondOpinionTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private List<Caller> _people = [];

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _people = await _console.HireAsync(3);
        await SetAsync(SettingKind.SecondRisks, "money_dispute, abuse", "none");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Risk_TwoOfOneMind_TheSecondDecides_AndNothingFollowsBefore()
    {
        var heard = await RiskyAsync("lan-001");
        var seen = await _console.CaseAsync(heard);
        var (before, pending) = (State(heard), _console[Counters.UnderstandingReviews]);
        var first = (await _console.ApproveAsync(seen, _people[0])).Value;
        Assert.Equal((true, seen.State), (first.IsOpinion, first.State));
        Assert.Equal((before, pending), (State(heard), _console[Counters.UnderstandingReviews]));

        var again = await _console.CaseAsync(heard);
        Assert.Equal(("risk:money_dispute", _people[0].SalesUserId, 0), (again.Second, again.FirstById, again.Opinions.Count));
        Assert.Equal("said_already", ErrorOf(await _console.ApproveAsync(again, _people[0])).Code);
        Assert.Equal(ErrorKind.Stale, ErrorOf(await _console.ApproveAsync(seen, _people[1])).Kind);
        var second = (await _console.ApproveAsync(again, _people[1])).Value;
        Assert.False(second.IsOpinion);
        Assert.Equal(pending - 1, _console[Counters.UnderstandingReviews]);
        Assert.NotEqual(before, State(heard));
        Assert.Equal(new GetAgreement.Answer(1, 1), (await _console.SendAsync(new GetAgreement.Query(30), _console.As(Role.Admin))).Value);
        _console.AssertSound();
    }

    [Fact]
    public async Task TwoWhoDiffer_AThirdDecides_AndSeesWhatBothSaid()
    {
        var heard = await RiskyAsync("lan-001");
        await _console.ApproveAsync(await _console.CaseAsync(heard), _people[0]);
        var second = await RejectAsync(await _console.CaseAsync(heard), _people[1]);
        Assert.True(second.Value.IsOpinion);
        var seen = await _console.CaseAsync(heard);
        Assert.Equal([ReviewStatus.Approved, ReviewStatus.Rejected], seen.Opinions.Select(o => o.Outcome));
        Assert.Equal("said_already", ErrorOf(await _console.ApproveAsync(seen, _people[1])).Code);
        var third = (await _console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen.Seen, "ask_price", "discovery_price", null, null), _people[2])).Value;
        Assert.Equal((false, ReviewStatus.Corrected), (third.IsOpinion, third.Outcome));
        Assert.Equal(new GetAgreement.Answer(1, 0), (await _console.SendAsync(new GetAgreement.Query(30), _console.As(Role.Admin))).Value);
        // The three decided by the way, each in their own figures; what is learnt from is the decision alone.
        Assert.Equal(3, (await _console.SendAsync(new GetReviewers.Query(30, TimeZoneInfo.Utc), _console.As(Role.Admin))).Value.Count(r => r.Figures.Decisions == 1));
        await using var store = _console.Read();
        Assert.Equal([true, true, false], store.Decisions.Where(d => d.ReviewId == seen.Id).OrderBy(d => d.At).ThenByDescending(d => d.IsOpinion).Select(d => d.IsOpinion));
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_OfAnOpinion_ByItsPerson_WhileNobodySpokeAfter()
    {
        var heard = await RiskyAsync("lan-001");
        var first = await _console.ApproveAsync(await _console.CaseAsync(heard), _people[0]);
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.UndoAsync(first, _people[1])).Kind);
        Assert.True((await _console.UndoAsync(first, _people[0])).Succeeded);
        Assert.Equal("undone", ErrorOf(await _console.UndoAsync(first, _people[0])).Code);
        Assert.Null((await _console.CaseAsync(heard)).FirstById);

        first = await _console.ApproveAsync(await _console.CaseAsync(heard), _people[0]);
        var second = await RejectAsync(await _console.CaseAsync(heard), _people[1]);
        Assert.Equal("built_on", ErrorOf(await _console.UndoAsync(first, _people[0])).Code);
        Assert.True((await _console.UndoAsync(second, _people[1])).Succeeded);
        Assert.Equal((_people[0].SalesUserId, null), ((await _console.CaseAsync(heard)).FirstById, (await _console.CaseAsync(heard)).SecondById));
        var decided = await _console.ApproveAsync(await _console.CaseAsync(heard), _people[1]);
        Assert.True((await _console.UndoAsync(decided, _people[1])).Succeeded);
        Assert.Equal(_people[0].SalesUserId, (await _console.CaseAsync(heard)).FirstById);
        _console.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("final", ErrorOf(await _console.UndoAsync(first, _people[0])).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Several_AtOnce_AreOpinionsWhereTwoAreAsked()
    {
        var (risky, plain) = (await _console.CaseAsync(await RiskyAsync("risky")), await _console.CaseAsync(await _console.HearAsync("plain")));
        var lines = (await _console.SendAsync(new DecideReviews.Command(Guid.NewGuid(), [risky.Seen, plain.Seen], null), _people[0])).Value.Lines;
        Assert.Equal([true, false], lines.Select(l => l.Decided!.IsOpinion));
        Assert.Equal((null, null), (plain.Second, plain.FirstById));
        _console.AssertSound();
    }

    [Fact]
    public async Task NobodyElseToAsk_OneDecides_AndTakingOverAsksNobody()
    {
        await using var small = new TestConsole();
        var only = (await small.HireAsync(1))[0];
        await SetAsync(SettingKind.SecondShare, "100", "0", small);
        Assert.False((await small.ApproveAsync(await small.CaseAsync(await small.HearAsync("lan")), only)).Value.IsOpinion);
        var over = await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), (await _console.CaseAsync(await RiskyAsync("ha"))).Seen), _people[0]);
        Assert.False(over.Value.IsOpinion);
        small.AssertSound();
    }

    [Fact]
    public async Task Share_OfAHundred_AsksTwoAboutEverything_OfNone_AboutNothing()
    {
        await SetAsync(SettingKind.SecondShare, "100", "0");
        Assert.Equal("sampled", (await _console.CaseAsync(await _console.HearAsync("a"))).Second);
        await SetAsync(SettingKind.SecondShare, "0", "100");
        Assert.Null((await _console.CaseAsync(await _console.HearAsync("b"))).Second);
        var refused = await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.SecondRisks, null, "money_dispute, nonsense", "money_dispute, abuse"), _console.As(Role.Admin));
        Assert.Equal("value", ErrorOf(refused).Field);
        Assert.Equal("value", ErrorOf(await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.SecondShare, null, "101", "0"), _console.As(Role.Admin))).Field);
    }

    private async Task<ReceiveMessage.Answer> RiskyAsync(string who) => (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"risk-{who}", "Trả tiền lại cho tôi", who, null,
        new ReceiveMessage.Reported("ask_price", "discovery_price", 0.9, ["money_dispute"], "runtime-1")), Caller.Runtime)).Value;

    /// <summary>A second later, so that there is an order.</summary>
    private Task<Result<Decided>> RejectAsync(GetReviewCase.Case seen, Caller by)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        return _console.RejectAsync(seen, NextStep.AskCustomer, by: by);
    }

    private async Task SetAsync(SettingKind kind, string value, string was, TestConsole? console = null)
    {
        var answer = await (console ?? _console).SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, was), console is null ? _console.As(Role.Admin) : Caller.System);
        Assert.True(answer.Succeeded, string.Join(' ', answer.Errors));
    }

    private (string State, string Status, int Tasks) State(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        var customer = store.Customers.Single(c => c.Id == heard.CustomerId);
        return (store.Conversations.Single(c => c.Id == heard.ConversationId).State, customer.Status, customer.OpenTasks);
    }
}
