using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Reviews;

/// <summary>Whatever people decide and take back while customers go on writing, the store keeps its promises.</summary>
public sealed class DecisionProperties
{
    private static readonly (string Intent, string Stage)[] Said =
    [
        ("ask_trust", "understanding_trust_building"), ("recharge_intent", "understanding_conversion_ready"), ("ask_price", "discovery_price"),
        ("payment_confirmed", "understanding_conversion_ready"), ("opt_out", "opt_out"), ("refuse", "unclear"),
    ];

    private static readonly Arbitrary<List<Step>> Histories = Arb.From(Gen.ListOf(
        from what in Gen.Frequency((4, Gen.Constant(0)), (6, Gen.Choose(1, 6)), (2, Gen.Constant(7)))
        from which in Gen.Choose(0, 9)
        from who in Gen.Choose(0, 2)
        from said in Gen.Elements(Said)
        from confidence in Gen.Elements(0.3, 0.7, 0.9)
        from wait in Gen.Elements(0, 0, 4, 11)
        select new Step(what, which, who, said.Intent, said.Stage, confidence, wait), 30).Select(steps => steps.ToList()));

    [Fact]
    public void AnyHistory_KeepsCountersDecidesOnceAndMovesAlongThePlaybook() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30).WithQuietOnSuccess(true), Prop.ForAll(Histories, steps => RunAsync(steps).GetAwaiter().GetResult()));

    [Fact]
    public async Task TwentySupervisors_OneQueue_EachReviewIsDecidedExactlyOnce()
    {
        const int Reviews = 200;
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var people = await console.HireAsync(20);
        for (var i = 1; i < Reviews; i++) await console.HearAsync($"who-{i}");
        var decided = await Task.WhenAll(people.Select(person => Task.Run(() => WorkAsync(console, person))));

        await using var store = console.Read();
        Assert.Equal(0, console[Counters.UnderstandingReviews] + console[Counters.StateReviews]);
        Assert.Equal(Reviews, decided.Sum());
        Assert.Equal(Reviews, store.Decisions.Select(d => d.ReviewId).Distinct().Count());
        Assert.Equal(Reviews, store.Decisions.Count());
        console.AssertSound();
    }

    /// <summary>Takes the first of the queue again and again, as everybody else does.</summary>
    private static async Task<int> WorkAsync(TestConsole console, Caller person)
    {
        var done = 0;
        while ((await console.SendAsync(new ListReviews.Query(new Domain.UseCases.GridRequest(Take: 5)), person)).Value.Rows is { Count: > 0 } rows)
        {
            var seen = (await console.SendAsync(new GetReviewCase.Query(rows[done % rows.Count].Id), person)).Value;
            var answer = await console.ApproveAsync(seen, person);
            if (answer.Succeeded) done++;
            else Assert.True(answer.Errors[0].Code == "decided", answer.Errors[0].Message);
        }
        return done;
    }

    private static async Task RunAsync(List<Step> steps)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var people = await console.HireAsync(3);
        Assert.True((await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.SecondShare, null, "50", "0"), console.As(Role.Admin))).Succeeded);
        (Decided Decided, Caller By)? last = null;
        foreach (var step in steps)
        {
            console.Clock.Advance(TimeSpan.FromSeconds(step.Wait));
            var by = people[step.Who % people.Count];
            if (await StepAsync(console, step, last, by) is { } decided) last = (decided, by);
        }
        console.AssertSound();
        await using var store = console.Read();
        var standing = store.Decisions.Where(d => d.UndoneAt == null).AsEnumerable().ToLookup(d => d.ReviewId);
        foreach (var review in store.Reviews)
        {
            var (decision, opinions) = (standing[review.Id].SingleOrDefault(d => !d.IsOpinion), standing[review.Id].Where(d => d.IsOpinion).ToList());
            Assert.Equal(review.Status == ReviewStatus.Pending ? null : review.Status, decision?.Outcome);
            Assert.Equal(new[] { review.FirstById, review.SecondById }.OfType<Guid>().Order(), opinions.Select(o => o.ById!.Value).Order());
            AssertTwo(review, decision, opinions);
        }
        Assert.All(store.WorkTasks.Where(t => t.Kind == TaskKind.Review),
            t => Assert.Equal(store.Reviews.Single(r => r.Id == t.ReviewId).Status == ReviewStatus.Pending, t.Status == WorkTaskStatus.Open));
        foreach (var conversation in store.Conversations) AssertPath(conversation, [.. store.StateTransitions.Where(t => t.ConversationId == conversation.Id)]);
    }

    /// <summary>Nobody speaks twice; where two are asked, what was decided was said by two, or by a third after two who differed.</summary>
    private static void AssertTwo(Review review, Decision? decision, List<Decision> opinions)
    {
        Assert.Equal(opinions.Count + (decision is null ? 0 : 1), opinions.Append(decision).OfType<Decision>().DistinctBy(d => d.ById).Count());
        if (review.Second is null) Assert.Empty(opinions);
        if (opinions.SingleOrDefault(o => o.ById == review.SecondById) is { } other) Assert.False(SecondOpinion.Agree(other.Ruling, opinions.Single(o => o != other).Ruling));
        else if (review.Second is not null && decision is { Outcome: not ReviewStatus.TakenOver }) Assert.True(SecondOpinion.Agree(decision.Ruling, Assert.Single(opinions).Ruling));
    }

    private static async Task<Decided?> StepAsync(TestConsole console, Step step, (Decided Decided, Caller By)? last, Caller by)
    {
        if (step.What == 0)
        {
            await console.HearAsync($"who-{step.Who}", step.Intent, step.Stage, step.Confidence);
            return null;
        }
        if (step.What == 7)
        {
            if (last is { } said) await console.SendAsync(new UndoDecision.Command(Guid.NewGuid(), said.Decided.DecisionId), said.By);
            return null;
        }
        await using var store = console.Read();
        var waiting = store.Reviews.Where(r => r.Status == ReviewStatus.Pending).OrderBy(r => r.Id).Select(r => r.Id).ToList();
        if (waiting.Count == 0) return null;
        var seen = (await console.SendAsync(new GetReviewCase.Query(waiting[step.Which % waiting.Count]))).Value;
        var target = seen.Ways.Select(w => w.Rule.To).Append(null).ElementAt(step.Which % (seen.Ways.Count + 1));
        var answer = step.What switch
        {
            1 or 2 => await console.ApproveAsync(seen, by),
            3 => await console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen.Seen, step.Intent, step.Stage, target, "note"), by),
            4 => await console.RejectAsync(seen, NextStep.AiAgain, by: by),
            5 => await console.RejectAsync(seen, NextStep.AskCustomer, by: by),
            _ => step.Which < 3 ? await console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen.Seen), by) : await console.ApproveAsync(seen, by),
        };
        return answer.Succeeded ? answer.Value : null;
    }

    /// <summary>The moves that were made lead from the start to where the conversation stands, each along the playbook.</summary>
    private static void AssertPath(Conversation conversation, List<StateTransition> transitions)
    {
        var made = transitions.Where(t => t.Status is TransitionStatus.Applied or TransitionStatus.Approved).ToList();
        Assert.All(made, t => Assert.Contains(Playbook.Default.From(t.From), rule => rule.To == t.To));
        var balance = made.SelectMany(t => new[] { (State: t.From, By: -1), (State: t.To, By: 1) }).Append((State: Playbook.Default.StartState, By: 1)).GroupBy(m => m.State)
            .Select(g => (State: g.Key, By: g.Sum(m => m.By))).Where(g => g.By != 0);
        Assert.Equal([(conversation.StateBefore ?? conversation.State, 1)], balance);
    }

    /// <param name="What">0 a message, 1..6 a decision, 7 an undo.</param>
    private sealed record Step(int What, int Which, int Who, string Intent, string Stage, double Confidence, int Wait);
}
