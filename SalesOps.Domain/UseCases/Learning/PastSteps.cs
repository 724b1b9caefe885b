using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>What the state machines of some conversations were asked, and what people decided, from their rows.</summary>
internal static class PastSteps
{
    // So far back the newest readings are looked through for conversations.
    private const int MostReadings = 100_000;

    /// <summary>The conversations that were written in last, the latest first.</summary>
    public static async Task<List<Conversation>> LastAsync(SalesOpsDb store, int most, CancellationToken cancellationToken)
    {
        var (ids, seen) = (new List<Guid>(), new HashSet<Guid>());
        await foreach (var id in store.Understandings.FromSql($"SELECT * FROM Understandings ORDER BY Id DESC LIMIT {MostReadings}").Select(u => u.ConversationId).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!seen.Add(id)) continue;
            ids.Add(id);
            if (ids.Count == most) break;
        }
        var found = await store.Conversations.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        return [.. ids.Select(id => found[id])];
    }

    /// <summary>The steps of each conversation, in the order of time.</summary>
    public static async Task<ILookup<Guid, ReplayStep>> ReadAsync(SalesOpsDb store, IReadOnlyList<Conversation> conversations, CancellationToken cancellationToken)
    {
        Guid[] customers = [.. conversations.Select(c => c.CustomerId).Distinct()];
        var readings = await store.Understandings.Where(u => customers.Contains(u.CustomerId))
            .Select(u => new { u.Id, u.ConversationId, u.Intent, u.Stage, u.Confidence, u.Review, u.SamplingProbability, u.CreatedAt }).ToListAsync(cancellationToken);
        var moves = (await store.StateTransitions.Where(t => customers.Contains(t.CustomerId) && t.UnderstandingId != null).ToListAsync(cancellationToken)).ToLookup(t => t.UnderstandingId!.Value);
        var reviews = (await store.Reviews.Where(r => customers.Contains(r.CustomerId) && r.Status != ReviewStatus.Pending).ToListAsync(cancellationToken)).ToLookup(r => r.UnderstandingId);
        var decisions = (await store.Decisions.Where(d => customers.Contains(d.CustomerId) && d.UndoneAt == null && !d.IsOpinion).ToListAsync(cancellationToken))
            .GroupBy(d => d.ReviewId).ToDictionary(g => g.Key, g => g.MaxBy(d => d.At)!);
        var waited = (await store.Reviews.Where(r => customers.Contains(r.CustomerId) && r.StateTransitionId != null).Select(r => r.StateTransitionId!.Value).ToListAsync(cancellationToken)).ToHashSet();
        var takeovers = (await store.Handovers.Where(h => customers.Contains(h.CustomerId) && h.Kind == HandoverKind.HumanTakeover).ToListAsync(cancellationToken)).ToLookup(h => h.CustomerId);
        var owners = conversations.ToDictionary(c => c.Id, c => c.CustomerId);

        List<(Guid Conversation, Guid Order, ReplayStep Step)> steps = [];
        foreach (var u in readings.Where(u => owners.ContainsKey(u.ConversationId)))
        {
            ReplayMove? MoveAt(DateTime at) => moves[u.Id].FirstOrDefault(t => t.CreatedAt == at) is { } t ? new ReplayMove(t.From, t.To, waited.Contains(t.Id)) : null;
            // Whoever holds a conversation is told what was understood, and nothing moves.
            void Ask(Guid order, DateTime at, string? intent, string stage, double confidence, bool byPerson, string? target)
            {
                if (!takeovers[owners[u.ConversationId]].Any(h => (h.ConversationId is null || h.ConversationId == u.ConversationId) && h.CreatedAt <= at && !(h.EndedAt <= at)))
                    steps.Add((u.ConversationId, order, new Asked(u.Id, at, intent, stage, confidence, byPerson, target, MoveAt(at))));
            }
            // What waits anyway is drawn for no sample; what was drawn had passed.
            if (u.Review == ReviewStatus.None || u.SamplingProbability is not null) Ask(u.Id, u.CreatedAt, u.Intent, u.Stage, u.Confidence, false, null);
            foreach (var review in reviews[u.Id])
            {
                var decision = decisions.GetValueOrDefault(review.Id);
                if (review.Kind == ReviewKind.State)
                    steps.Add((u.ConversationId, decision?.Id ?? review.Id, new Settled(u.Id, decision?.At ?? DateTime.MaxValue, decision?.Outcome switch
                    {
                        ReviewStatus.Approved => moves[u.Id].First(t => t.Id == review.StateTransitionId).To,
                        ReviewStatus.Corrected => decision.Target,
                        _ => null,
                    })));
                else if (decision is { Outcome: ReviewStatus.Corrected }) Ask(decision.Id, decision.At, decision.Intent, decision.Stage!, 1, true, decision.Target);
                else if (decision is { Outcome: ReviewStatus.Approved } && u.SamplingProbability is null) Ask(decision.Id, decision.At, u.Intent, u.Stage, 1, false, null);
            }
        }
        return steps.OrderBy(s => s.Step.At).ThenBy(s => s.Order).ToLookup(s => s.Conversation, s => s.Step);
    }
}
