using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class ReplayPlaybookTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<PlaybookRule> First = Playbook.Default.Rules;
    private static readonly (string Intent, string Stage, double Confidence)[] Said =
    [
        ("ask_how", "discovery_product", 0.6), ("recharge_intent", "understanding_conversion_ready", 0.8), ("recharge_intent", "discovery_capital", 0.8),
        ("ask_trust", "understanding_trust_building", 0.6), ("refuse", "unclear", 0.72), ("refuse", "unclear", 0.9), ("payment_confirmed", "understanding_conversion_ready", 0.7),
        ("opt_out", "opt_out", 0.7), ("opt_out", "opt_out", 0.95), ("ask_price", "discovery_price", 0.5), ("greeting", "first_contact", 0.9),
    ];

    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Replay_RulesThatHold_SendNobodyElsewhere_WhateverPeopleDid()
    {
        await LiveAsync(_console, new Random(7), customers: 25, messages: 5, decide: true);
        var answer = await ReplayAsync(First);
        Assert.True(answer.Conversations >= 25);
        Assert.Equal((0, 0), (answer.Elsewhere, answer.Lines.Count));
        // Not because nothing is replayed: the way that is worked out is the one that was gone.
        await using var store = _console.Read();
        var conversations = await PastSteps.LastAsync(store, 500, TestContext.Current.CancellationToken);
        var steps = await PastSteps.ReadAsync(store, conversations, TestContext.Current.CancellationToken);
        foreach (var talk in conversations.Where(c => c.Holder != Holder.Human))
        {
            var (worked, was) = (Replay.Of(Playbook.Default, steps[talk.Id]), Replay.AsItWas("new_lead", steps[talk.Id]));
            Assert.Equal(was.Steps, worked.Steps);
            Assert.Equal(talk.State, worked.End);
        }
    }

    /// <summary>The same messages come in twice: under the rules of today, and under those that were tried.</summary>
    [Fact]
    public async Task Replay_OtherRules_ForetellsWhereConversationsGoUnderThem()
    {
        IReadOnlyList<PlaybookRule> tried = [.. First.Select(r => r.Trigger == "refuse" ? r with { MinConfidence = 0.8 } : r.Trigger == "ask_how" && r.To == "discovery" ? r with { NeedsPerson = true } : r)];
        var heard = await LiveAsync(_console, new Random(3), customers: 20, messages: 4, decide: false);
        var answer = await ReplayAsync(tried);
        var foretold = answer.Lines.ToDictionary(l => l.Name);

        await using var other = new TestConsole();
        await other.FileSampleAsync();
        Assert.True((await other.SendAsync(new SavePlaybook.Command(Guid.NewGuid(), tried, 0), other.Supervisor())).Succeeded);
        var under = await LiveAsync(other, new Random(3), customers: 20, messages: 4, decide: false);

        Assert.InRange(answer.Elsewhere, 3, 20);
        Assert.Equal(answer.Elsewhere, answer.Lines.Count);
        foreach (var (who, state) in heard)
        {
            Assert.Equal(under[who], foretold.GetValueOrDefault(who)?.WouldStand ?? state);
            if (foretold.GetValueOrDefault(who) is { } line) Assert.Equal(state, line.Stands);
        }
    }

    [Fact]
    public async Task Replay_ARuleThatIsGone_SaysWhereItParts_AndKeepsWhatPeopleDecidedOtherwise()
    {
        await _console.HearAsync("gone", "recharge_intent", "discovery_capital", 0.6);
        Tick();
        Assert.True((await _console.ApproveAsync(await _console.CaseAsync(await _console.HearAsync("approved")))).Succeeded);
        Tick();
        var held = await _console.HearAsync("held", "greeting", "first_contact", 0.9);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), held.ConversationId, held.Holder.Version, "customer_asked"), _console.Supervisor())).Succeeded);
        Tick();
        await _console.HearAsync("held", "recharge_intent", "discovery_capital", 0.6);

        var answer = await ReplayAsync([.. First.Where(r => r is not { Trigger: "recharge_intent", To: "discovery" })]);

        var line = Assert.Single(answer.Lines, l => l.Name is "gone" or "approved" or "held");
        Assert.Equal(("gone", "recharge_intent", 0.6, "discovery", "new_lead"), (line.Name, line.Intent, line.Confidence, line.Stands, line.WouldStand));
        Assert.Equal((new("new_lead", "discovery", null), new("new_lead", "new_lead", null)), (line.Went, line.Goes));
    }

    [Fact]
    public async Task Replay_WritesNothing_AndRefusesRulesThatDoNotWork()
    {
        var before = _console.Lane.Last.Counters.Sequence;
        await ReplayAsync(First);
        var refused = await _console.SendAsync(new ReplayPlaybook.Query([.. First, First[0]]), _console.Supervisor());
        Assert.Contains(refused.Errors, e => (e.Kind, e.Code) == (ErrorKind.Invalid, "ambiguous"));
        Assert.Equal(before, _console.Lane.Last.Counters.Sequence);
    }

    private async Task<ReplayPlaybook.Answer> ReplayAsync(IReadOnlyList<PlaybookRule> rules) => (await _console.SendAsync(new ReplayPlaybook.Query(rules), _console.Supervisor())).Value;

    private void Tick() => _console.Clock.Advance(TimeSpan.FromSeconds(1));

    /// <summary>Customers write in turn, and where people decide they approve, correct and reject. Returns where each conversation stands.</summary>
    private static async Task<Dictionary<string, string>> LiveAsync(TestConsole console, Random chance, int customers, int messages, bool decide)
    {
        var talks = new Dictionary<string, Guid>();
        for (var turn = 0; turn < customers * messages; turn++)
        {
            var (who, said) = ($"c-{chance.Next(customers)}", Said[chance.Next(Said.Length)]);
            talks[who] = (await console.HearAsync(who, said.Intent, said.Stage, said.Confidence)).ConversationId;
            console.Clock.Advance(TimeSpan.FromSeconds(1));
            if (!decide || chance.Next(2) == 0) continue;
            Guid id;
            await using (var store = console.Read()) id = store.Reviews.Where(r => r.Status == ReviewStatus.Pending).OrderBy(r => r.Id).Select(r => r.Id).FirstOrDefault();
            if (id == default) continue;
            var seen = (await console.SendAsync(new Domain.UseCases.Reviews.GetReviewCase.Query(id))).Value;
            // Some are refused because the conversation moved on: they wait on.
            _ = chance.Next(3) switch
            {
                0 => await console.ApproveAsync(seen),
                1 => await console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen.Seen, "ask_price", "discovery_price", seen.State == "new_lead" ? "discovery" : null, null), console.Supervisor()),
                _ => await console.RejectAsync(seen, NextStep.AskCustomer),
            };
            console.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await using var read = console.Read();
        return talks.ToDictionary(t => t.Key, t => read.Conversations.Single(c => c.Id == t.Value).State);
    }
}
