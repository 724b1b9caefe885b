using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Tests.Support;

/// <summary>Readings of every confidence, and people who judge them.</summary>
internal static class Judging
{
    private static readonly string[] Intents = ["greeting", "ask_price", "ask_how", "thanks"];

    /// <summary>So many customers write; half of what passes is sampled, and all that waits is judged, more often right the more confident it was.</summary>
    public static async Task JudgeManyAsync(this ConsoleHost console, int count)
    {
        var supervisor = Caller.Person(console.Person("supervisor@example.com"));
        Assert.True((await console.SendAsync(new ChangePolicy.Command(Guid.NewGuid(), PolicyKind.SampledShare, new Slice(null, null, null), 0.5, 0), supervisor)).Succeeded);
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, $"judged-{i}", $"judged-{i}",
            "Shop ơi cho mình hỏi với", $"Khách {i:000}", null,
            new ReceiveMessage.Reported(Intents[i % Intents.Length], "first_contact", 0.2 + i * 37 % 80 / 100.0, [], "runtime-1")), Caller.Runtime)));
        await using var store = console.Read();
        var waiting = (from review in store.Reviews
                       where review.Status == ReviewStatus.Pending && review.Kind == ReviewKind.Understanding
                       join conversation in store.Conversations on review.ConversationId equals conversation.Id
                       orderby review.Id
                       select new { Seen = new Seen(review.Id, review.Version, conversation.State), review.Confidence }).ToList();
        var random = new Random(7);
        var lots = waiting.ToLookup(w => random.NextDouble() < 0.3 + 0.65 * w.Confidence, w => w.Seen);
        foreach (var right in lots[true].Chunk(DecideReviews.Most))
            Assert.True((await console.SendAsync(new DecideReviews.Command(Guid.NewGuid(), right, null), supervisor)).Succeeded);
        foreach (var wrong in lots[false].Chunk(DecideReviews.Most))
            Assert.True((await console.SendAsync(new DecideReviews.Command(Guid.NewGuid(), wrong, new("wrong_intent", NextStep.AskCustomer)), supervisor)).Succeeded);
    }
}
