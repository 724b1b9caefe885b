using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Tests.Support;

/// <summary>Customers who write what waits for a person, and the persons who decide.</summary>
internal static class Reviewing
{
    private static int _messages;

    /// <summary>A customer says what the runtime understands so; <c>ask_trust</c> waits for a person.</summary>
    public static async Task<ReceiveMessage.Answer> HearAsync(this TestConsole console, string who, string intent = "ask_trust",
        string stage = "understanding_trust_building", double confidence = 0.61, string text = "Bên mình có đáng tin không?") =>
        (await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"m-{Interlocked.Increment(ref _messages)}", text, who, null,
            new ReceiveMessage.Reported(intent, stage, confidence, [], "runtime-1")), Caller.Runtime)).Value;

    /// <summary>The one review of the customer that waits, as somebody sees it who opens it.</summary>
    public static async Task<GetReviewCase.Case> CaseAsync(this TestConsole console, ReceiveMessage.Answer heard)
    {
        await using var store = console.Read();
        var id = store.Reviews.Single(r => r.CustomerId == heard.CustomerId && r.Status == ReviewStatus.Pending).Id;
        return (await console.SendAsync(new GetReviewCase.Query(id))).Value;
    }

    public static Caller Supervisor(this TestConsole console) => console.As(Role.Supervisor);

    /// <summary>As many supervisors as asked for, all new.</summary>
    public static async Task<List<Caller>> HireAsync(this TestConsole console, int count)
    {
        var people = new List<Caller>();
        for (var i = 0; i < count; i++)
            await console.Lane.RunAsync(change => people.Add(Caller.Person(LaneCommands.AddPerson(change, $"supervisor{i}@example.com", Role.Supervisor))));
        return people;
    }

    public static Task<Result<Decided>> ApproveAsync(this TestConsole console, GetReviewCase.Case seen, Caller? by = null) =>
        console.SendAsync(new ApproveReview.Command(Guid.NewGuid(), seen.Seen), by ?? console.Supervisor());

    public static Task<Result<Decided>> RejectAsync(this TestConsole console, GetReviewCase.Case seen, NextStep next, string reason = "wrong_intent", string? note = null, Caller? by = null) =>
        console.SendAsync(new RejectReview.Command(Guid.NewGuid(), seen.Seen, reason, next, note), by ?? console.Supervisor());

    public static Task<Result<UndoDecision.Answer>> UndoAsync(this TestConsole console, Result<Decided> decided, Caller? by = null) =>
        console.SendAsync(new UndoDecision.Command(Guid.NewGuid(), decided.Value.DecisionId), by ?? console.Supervisor());

    public static Task<Result<ChangePolicy.Answer>> ChangeAsync(this TestConsole console, PolicyKind kind, Slice slice, double? value, double was) =>
        console.SendAsync(new ChangePolicy.Command(Guid.NewGuid(), kind, slice, value, was), console.Supervisor());

    public static Error ErrorOf<T>(Result<T> result) => Assert.Single(result.Errors);

    /// <summary>The chain is whole, every counter is what its rows say, and every customer has as many open tasks as it says.</summary>
    public static void AssertSound(this TestConsole console)
    {
        var verdict = StoreVerifier.Verify(console.Files);
        Assert.True(verdict.IsSound, verdict.Text);
        using var store = console.Read();
        Assert.All(store.Customers, c => Assert.Equal(store.WorkTasks.Count(t => t.CustomerId == c.Id && t.Status == WorkTaskStatus.Open), c.OpenTasks));
    }

    /// <summary>The last actions on the audit log, the newest last.</summary>
    public static IReadOnlyList<string> Actions(this TestConsole console, long since)
    {
        using var store = console.Read();
        return [.. store.AuditEntries.Where(a => a.Sequence > since).OrderBy(a => a.Sequence).Select(a => a.Action)];
    }
}
