using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

/// <summary>Own decisions of some time ago come back unseen as such, decide nothing, and say how steady somebody is.</summary>
public sealed class HiddenRepeatTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private List<Caller> _people = [];

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _people = await _console.HireAsync(2);
        await SetAsync(SettingKind.RepeatShare, "100", "0");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Decided_ComesBackToWhoDecidedIt_AsItLookedThen_AndOnlyAfterTheDays()
    {
        var (heard, first) = await DecideAsync("lan");
        _console.Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(2));
        Assert.Null((await RepeatAsync(_people[0])).Row);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await RepeatAsync(_people[1])).Row);
        var (row, seen) = await RepeatAsync(_people[0]);
        Assert.Equal(first.Seen.ReviewId, row!.Id);
        // What was said since, and where the conversation went, is not to be seen.
        Assert.Equal((ReviewStatus.Pending, first.State, null, first.Approval), (seen!.Status, seen.State, seen.Decision, seen.Approval));
        Assert.Equal(first.Ways, seen.Ways);
        Assert.Empty(seen.After);
        Assert.Single((await _console.SendAsync(new GetReviewCase.Query(row.Id))).Value.After);
        Assert.NotEqual(first.State, Stand(heard).State);
        _console.Clock.Advance(GetRepeat.Offered);
        Assert.Null((await RepeatAsync(_people[0])).Row);
    }

    [Theory]
    [InlineData("approve", 1)]
    [InlineData("correct", 0)]
    [InlineData("reject", 0)]
    [InlineData("take over", 0)]
    public async Task Repeat_Decided_ChangesNothingButTheFigures(string how, int same)
    {
        var (heard, _) = await DecideAsync("lan");
        _console.Clock.Advance(TimeSpan.FromDays(15));
        var before = (Stand(heard), Counts(), await JudgedAsync());
        var seen = (await RepeatAsync(_people[0])).Case!;
        var answer = how switch
        {
            "approve" => await _console.ApproveAsync(seen, _people[0]),
            "correct" => await _console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen.Seen, "ask_price", "discovery_price", "discovery", null), _people[0]),
            "reject" => await _console.RejectAsync(seen, NextStep.HumanTakeover, by: _people[0]),
            _ => await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen.Seen), _people[0]),
        };
        Assert.Equal((true, true), (answer.Value.IsOpinion, answer.Value.IsRepeat));
        Assert.Equal(before, (Stand(heard), Counts(), await JudgedAsync()));
        Assert.Null((await RepeatAsync(_people[0])).Row);
        Assert.Equal("said_already", ErrorOf(await _console.ApproveAsync(seen, _people[0])).Code);
        var figures = (await _console.SendAsync(new GetReviewers.Query(30, TimeZoneInfo.Utc), _console.As(Role.Admin))).Value.Single();
        Assert.Equal((2, how == "take over" ? 0 : 1, same, 0L), (figures.Figures.Decisions, figures.Repeated, figures.Same, figures.Figures.Repeats));
        Assert.Equal(new GetAgreement.Answer(0, 0), (await _console.SendAsync(new GetAgreement.Query(30), _console.As(Role.Admin))).Value);
        _console.AssertSound();
    }

    [Fact]
    public async Task Repeat_Undone_IsOfferedAgain_AndTheDecisionOfBeforeStands()
    {
        await DecideAsync("lan");
        _console.Clock.Advance(TimeSpan.FromDays(15));
        var seen = (await RepeatAsync(_people[0])).Case!;
        var said = await _console.ApproveAsync(seen, _people[0]);
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.UndoAsync(said, _people[1])).Kind);
        Assert.True((await _console.UndoAsync(said, _people[0])).Succeeded);
        Assert.Equal(seen.Id, (await RepeatAsync(_people[0])).Row!.Id);
        Assert.Equal(ReviewStatus.Approved, (await _console.SendAsync(new GetReviewCase.Query(seen.Id))).Value.Status);
        _console.AssertSound();
    }

    [Fact]
    public async Task Repeat_OfSomebodyElse_OrOfWhatWasUndone_IsNotThere()
    {
        var (_, first) = await DecideAsync("lan");
        await using var store = _console.Read();
        var decision = store.Decisions.Single().Id;
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.ApproveAsync(first with { RepeatsId = decision }, _people[1])).Kind);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.ApproveAsync(first with { RepeatsId = Guid.NewGuid() }, _people[0])).Kind);
        var ha = await _console.HearAsync("ha");
        Assert.True((await _console.UndoAsync(await _console.ApproveAsync(await _console.CaseAsync(ha), _people[0]), _people[0])).Succeeded);
        await SetAsync(SettingKind.RepeatShare, "0", "100");
        _console.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Null((await RepeatAsync(_people[0])).Row);
        await SetAsync(SettingKind.RepeatShare, "100", "0");
        Assert.Equal(first.Id, (await RepeatAsync(_people[0])).Row!.Id);
        Assert.True((await _console.ApproveAsync((await RepeatAsync(_people[0])).Case!, _people[0])).Succeeded);
        Assert.Null((await RepeatAsync(_people[0])).Row);
    }

    [Fact]
    public async Task Question_ForRepeats_StandsOnAnIndex()
    {
        await using var store = _console.Read();
        using var command = GetRepeat.Handler.Own(store, Guid.NewGuid(), _console.Clock.GetUtcNow().UtcDateTime).CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await command.Connection!.OpenAsync(TestContext.Current.CancellationToken);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var steps = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken)) steps.Add(rows.GetString(3));
        Assert.Contains(steps, step => step.Contains("IX_Decisions_ById_At (ById=? AND At>? AND At<?)", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    /// <summary>Decided by the first of the people; the customer writes again after it.</summary>
    private async Task<(ReceiveMessage.Answer Heard, GetReviewCase.Case Seen)> DecideAsync(string who)
    {
        var heard = await _console.HearAsync(who);
        var seen = await _console.CaseAsync(heard);
        Assert.True((await _console.ApproveAsync(seen, _people[0])).Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await _console.HearAsync(who, "thanks", "first_contact", 0.9, "Cảm ơn");
        return (heard, seen);
    }

    private async Task<GetRepeat.Answer> RepeatAsync(Caller by) => (await _console.SendAsync(new GetRepeat.Query(), by)).Value;

    private async Task<int> JudgedAsync() =>
        (await _console.SendAsync(new GetReliability.Query(new Scope(default)), _console.Supervisor())).Value.Reliability.Count;

    private async Task SetAsync(SettingKind kind, string value, string was) =>
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, was), _console.As(Role.Admin))).Succeeded);

    private (string State, Holder Holder, string Status, int Tasks) Stand(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        var (conversation, customer) = (store.Conversations.Single(c => c.Id == heard.ConversationId), store.Customers.Single(c => c.Id == heard.CustomerId));
        return (conversation.State, conversation.Holder, customer.Status, customer.OpenTasks);
    }

    private (long, long, long, long) Counts() =>
        (_console[Counters.UnderstandingReviews], _console[Counters.StateReviews], _console[Counters.OpenTasks], _console[Counters.Handovers]);
}
