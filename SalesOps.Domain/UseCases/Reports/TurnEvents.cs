using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Reporting;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Domain.UseCases.Reports;

/// <summary>What ended customers' turns besides the messages that a report counts.</summary>
internal static class TurnEvents
{
    private const int AtOnce = 500;

    /// <summary>Who wanted no more messages, and who wanted them again, ever: who did before the report's time is silent in it.</summary>
    /// <param name="conversations">Those that are asked for, by whose they are and their channel.</param>
    public static async Task<IEnumerable<TurnEvent>> ConsentsAsync(SalesOpsDb store, Dictionary<(Guid, Channel), Guid> conversations, CancellationToken stop)
    {
        var consents = await store.Consents.Where(c => c.UndoneAt == null).OrderBy(c => c.Id).Select(c => new { c.CustomerId, c.Channel, c.OptsOut, c.At }).ToListAsync(stop);
        return consents.Where(c => conversations.ContainsKey((c.CustomerId, c.Channel)))
            .Select(c => new TurnEvent(conversations[(c.CustomerId, c.Channel)], c.OptsOut ? TurnEventKind.OptedOut : TurnEventKind.Lifted, c.At));
    }

    /// <summary>What people marked as answered since, unless they took that back; only the journal knows when.</summary>
    /// <param name="since">UTC.</param>
    public static async Task<IEnumerable<TurnEvent>> MarksAsync(SalesOpsDb store, DateTime since, CancellationToken stop)
    {
        var (rows, marks, undone) = (new PastRows(store.Model, typeof(Conversation)), new List<TurnEvent>(), new HashSet<Guid>());
        var entries = store.AuditEntries.AsNoTracking().Where(a => a.Action == MarkAnswered.Action || a.Action == UndoAnswered.Action)
            .OrderByDescending(a => a.Sequence).Select(a => new { a.Action, a.At, a.Changes }).AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(stop))
        {
            // The newest come first, also an undoing before what it undoes.
            if (entry.At < since) break;
            foreach (var conversation in rows.Apply(entry.Changes).OfType<Conversation>())
                if (entry.Action == UndoAnswered.Action) undone.Add(conversation.Id);
                else if (!undone.Remove(conversation.Id)) marks.Add(new TurnEvent(conversation.Id, TurnEventKind.Marked, entry.At));
        }
        return marks;
    }

    /// <summary>The first answers that went out to these customers afterwards.</summary>
    /// <param name="until">When the report's time is over; UTC.</param>
    public static async Task<IEnumerable<TurnEvent>> AnswersAsync(SalesOpsDb store, IEnumerable<Guid> customers, DateTime until, CancellationToken stop)
    {
        var answers = new List<TurnEvent>();
        foreach (var part in customers.Distinct().Chunk(AtOnce))
            answers.AddRange((await store.Messages.Where(m => part.Contains(m.CustomerId) && m.ReceivedAt >= until && m.Direction == Direction.Outbound
                    && !store.Handovers.Any(h => h.CustomerId == m.CustomerId && h.ConversationId == m.ConversationId && h.CreatedAt == m.ReceivedAt && h.Reason.StartsWith(HandOffConversation.Prefix)))
                .GroupBy(m => m.ConversationId).Select(g => new { g.Key, At = g.Min(m => m.ReceivedAt) }).ToListAsync(stop)).Select(a => new TurnEvent(a.Key, TurnEventKind.Answered, a.At)));
        return answers;
    }
}
