using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Reporting;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Domain.UseCases.Reports;

/// <summary>
/// The rows that a report counts. Messages are read by their ids, newest first and no further than <see cref="Most"/>: an index for the few times
/// a day that somebody asks would cost every message.
/// </summary>
internal static class ReportSource
{
    public const int Most = 200_000;

    /// <summary>A takeover of a conversation.</summary>
    /// <param name="AiAgentId">Whose customer it was, at that time; null while unbound.</param>
    /// <param name="ById">Who took it over.</param>
    /// <param name="Length">How long it was held; null while it is.</param>
    public sealed record Takeover(Guid ConversationId, Guid? AiAgentId, Guid? ById, TimeSpan? Length);

    /// <summary>A decision of a review, and how long it had waited.</summary>
    public sealed record Decided(Guid ById, TimeSpan Waited);

    /// <summary>In the order of time, with what else ended a turn; and whether there are earlier ones that are not counted.</summary>
    public static async Task<(List<ReportedMessage> Messages, List<TurnEvent> Events, bool IsCut)> MessagesAsync(SalesOpsDb store, DateTime since, DateTime until, CancellationToken stop)
    {
        var (first, end) = (TimeIds.First(since), TimeIds.First(until));
        var rows = await store.Messages.FromSql($"SELECT * FROM Messages WHERE Id >= {first} AND Id < {end} ORDER BY Id DESC LIMIT {Most + 1}")
            .Select(m => new { m.Id, m.ConversationId, m.CustomerId, m.Channel, m.Direction, m.ReceivedAt }).ToListAsync(stop);
        var bindings = await BindingsAsync(store, rows.Select(r => r.CustomerId), stop);
        var notices = await NoticesAsync(store, first, end, stop);
        var (conversations, waiting) = (new Dictionary<(Guid, Channel), Guid>(), new Dictionary<Guid, Guid>());
        var messages = rows.OrderBy(r => r.ReceivedAt).ThenBy(r => r.Id).Take(Most).Select(r =>
        {
            conversations[(r.CustomerId, r.Channel)] = r.ConversationId;
            var isNotice = r.Direction == Direction.Outbound && notices.Contains((r.ConversationId, r.ReceivedAt));
            if (r.Direction == Direction.Inbound) waiting[r.ConversationId] = r.CustomerId;
            else if (!isNotice) waiting.Remove(r.ConversationId);
            var at = At(bindings, r.CustomerId, r.ReceivedAt);
            return new ReportedMessage(r.ConversationId, r.Direction, r.ReceivedAt, at?.AiAgentId, at?.SalesUserId, isNotice);
        }).ToList();
        List<TurnEvent> events = [.. await TurnEvents.ConsentsAsync(store, conversations, stop), .. await TurnEvents.MarksAsync(store, since, stop), .. await TurnEvents.AnswersAsync(store, [.. waiting.Values], until, stop)];
        return (messages, [.. events.OrderBy(e => e.At)], rows.Count > Most);
    }

    /// <summary>The conversations and moments (UTC) at which the AI told a customer that a person will answer: it did so as it handed off.</summary>
    private static async Task<HashSet<(Guid, DateTime)>> NoticesAsync(SalesOpsDb store, byte[] first, byte[] end, CancellationToken stop)
    {
        var rows = await TakeoversOf(store, first, end).Where(h => h.Reason.StartsWith(HandOffConversation.Prefix)).Select(h => new { h.ConversationId, h.CreatedAt }).ToListAsync(stop);
        return [.. rows.Select(h => (h.ConversationId!.Value, h.CreatedAt))];
    }

    public static async Task<List<Takeover>> TakeoversAsync(SalesOpsDb store, DateTime since, DateTime until, CancellationToken stop)
    {
        var rows = await TakeoversOf(store, TimeIds.First(since), TimeIds.First(until)).Select(h => new { h.CustomerId, h.ConversationId, h.ById, h.CreatedAt, h.EndedAt }).ToListAsync(stop);
        var bindings = await BindingsAsync(store, rows.Select(r => r.CustomerId), stop);
        return [.. rows.Select(h => new Takeover(h.ConversationId!.Value, At(bindings, h.CustomerId, h.CreatedAt)?.AiAgentId, h.ById, h.EndedAt - h.CreatedAt))];
    }

    /// <summary>The newest, of conversations.</summary>
    /// <param name="first">The first id that a row of the time can have.</param>
    /// <param name="end">The first behind.</param>
    private static IQueryable<Handover> TakeoversOf(SalesOpsDb store, byte[] first, byte[] end) => store.Handovers
        .FromSql($"SELECT * FROM Handovers WHERE Kind = 'human_takeover' AND Id >= {first} AND Id < {end} ORDER BY Id DESC LIMIT {Most}").Where(h => h.ConversationId != null);

    public static async Task<List<Decided>> DecidedAsync(SalesOpsDb store, IReadOnlyList<Guid> people, DateTime since, DateTime until, CancellationToken stop)
    {
        var rows = await (
            from decision in store.Decisions.Where(d => d.ById != null && people.Contains(d.ById.Value) && d.At >= since && d.At < until && d.UndoneAt == null && !d.IsOpinion)
            join review in store.Reviews on decision.ReviewId equals review.Id
            orderby decision.At descending
            select new { ById = decision.ById!.Value, decision.At, review.CreatedAt }).Take(Most).ToListAsync(stop);
        return [.. rows.Select(r => new Decided(r.ById, r.At - r.CreatedAt))];
    }

    /// <summary>What each customer was ever bound to, in the order of time.</summary>
    private static async Task<Dictionary<Guid, List<Binding>>> BindingsAsync(SalesOpsDb store, IEnumerable<Guid> customers, CancellationToken stop)
    {
        var bindings = new Dictionary<Guid, List<Binding>>();
        foreach (var part in customers.Distinct().Chunk(500))
            foreach (var binding in await store.Assignments.Where(a => part.Contains(a.CustomerId)).OrderBy(a => a.Id)
                .Select(a => new { a.CustomerId, Of = new Binding(a.AiAgentId, a.SalesUserId, a.CreatedAt, a.EndedAt) }).ToListAsync(stop))
            {
                if (!bindings.TryGetValue(binding.CustomerId, out var known)) bindings[binding.CustomerId] = known = [];
                known.Add(binding.Of);
            }
        return bindings;
    }

    private static Binding? At(Dictionary<Guid, List<Binding>> bindings, Guid customerId, DateTime moment) =>
        bindings.GetValueOrDefault(customerId)?.FindLast(b => b.From <= moment && !(b.To <= moment));

    private sealed record Binding(Guid AiAgentId, Guid SalesUserId, DateTime From, DateTime? To);
}
