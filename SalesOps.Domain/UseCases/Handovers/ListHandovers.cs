using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>转人工/转销售记录: what changed hands, the newest first.</summary>
public static class ListHandovers
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Customer">Null when the customer is not the caller's any more.</param>
    /// <param name="By">Null when the system did it.</param>
    /// <param name="To">The salesperson whose customer it is since; null while nobody's.</param>
    /// <param name="Round">Which takeover of its conversation it is; null for kinds that are none.</param>
    /// <param name="CreatedAt">UTC.</param>
    /// <param name="EndedAt">When a takeover was over; UTC; null while it lasts, and for kinds that do not last.</param>
    /// <param name="UnansweredSince">Since when the customer waits for an answer of who took over; UTC; null when nobody waits.</param>
    /// <param name="ById">Who did it; while a takeover lasts, who holds the conversation. Null when the system did.</param>
    /// <param name="LastInboundAt">When the customer last wrote there, while the customer waits; UTC.</param>
    /// <param name="HolderVersion">Of its conversation by now; 0 without one.</param>
    public sealed record Row(Guid Id, HandoverKind Kind, Guid CustomerId, string? Customer, Guid? ConversationId, string Reason, string? By, string? To,
        int? Round, bool IsPingPong, DateTime CreatedAt, DateTime? EndedAt, DateTime? UnansweredSince, DateTime? LastInboundAt, Guid? ById = null, int HolderVersion = 0)
    {
        public bool IsRunning => Kind == HandoverKind.HumanTakeover && EndedAt is null;

        /// <inheritdoc cref="HandBackConversation.MayBeBy"/>
        public bool MayBeHandedBackBy(Caller caller) => IsRunning && HandBackConversation.MayBeBy(caller, ById);

        /// <summary>What handing it back asks for; null where the caller cannot.</summary>
        public HandBackConversations.Seen? SeenBy(Caller caller) => ConversationId is { } id && Customer is not null && MayBeHandedBackBy(caller) ? new(id, HolderVersion) : null;
    }

    internal static readonly GridSource<Handover> Source = new GridSource<Handover>(r => r.Id)
        // Ids begin with the moment of their making.
        .Sort("createdAt", h => h.Id)
        .Sort("unansweredSince", ByWait)
        .Filter("rows", value => value switch
        {
            "all" => h => true,
            "running" => Model.Counters.RunningTakeovers.Rows,
            "ping_pong" => h => h.IsPingPong == true,
            _ => null,
        })
        .Filter("kind", value => Codes.TryParse<HandoverKind>(value, out var kind) ? h => h.Kind == kind : null)
        .Filter("salesUser", value => Guid.TryParse(value, out var id) ? h => h.SalesUserId == id : null)
        .Filter("by", value => Guid.TryParse(value, out var id) ? h => h.ById == id : null)
        .Filter("begun", value => GridRanges.TryMoments(value, out var from, out var until) ? MadeBetween(TimeIds.FirstId(from), TimeIds.FirstId(until)) : null)
        .Filter("customer", value => Guid.TryParse(value, out var id) ? h => h.CustomerId == id : null)
        .Search((rows, found) => rows.Where(h => found.Contains(h.CustomerId)), (rows, customers) => rows.Where(h => customers.Any(c => c.Id == h.CustomerId)));

    private static System.Linq.Expressions.Expression<Func<Handover, bool>> MadeBetween(Guid first, Guid end) => h => h.Id.CompareTo(first) >= 0 && h.Id.CompareTo(end) < 0;

    /// <summary>Only who took over and still holds the conversation is waited for.</summary>
    private static Row Waiting(bool isWaiting, Row row) => isWaiting && row.IsRunning ? row : row with { UnansweredSince = null, LastInboundAt = null };

    /// <summary>Who waits longest for a person first, or last; behind them, where nobody waits.</summary>
    private static IOrderedQueryable<Handover> ByWait(SalesOpsDb store, IQueryable<Handover> rows, bool down)
    {
        var waiting = rows.OrderBy(h => h.Kind != HandoverKind.HumanTakeover || h.EndedAt != null || !store.Conversations.Any(c => c.Id == h.ConversationId && c.UnansweredSince != null));
        return down ? waiting.ThenByDescending(h => store.Conversations.Where(c => c.Id == h.ConversationId).Select(c => c.UnansweredSince).FirstOrDefault())
            : waiting.ThenBy(h => store.Conversations.Where(c => c.Id == h.ConversationId).Select(c => c.UnansweredSince).FirstOrDefault());
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, ShownCounters shown) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            var sender = caller.Current;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var directory = lane.Last.Directory;
            var customers = store.Customers.VisibleTo(sender);
            return await Source.ReadAsync(store, store.Handovers.VisibleTo(sender), request.Grid,
                h => new { h.Id, h.Kind, h.CustomerId, Customer = customers.Where(c => c.Id == h.CustomerId).Select(c => c.Name).FirstOrDefault(), h.ConversationId,
                    h.Reason, h.ById, h.SalesUserId, h.Round, h.IsPingPong, h.CreatedAt, h.EndedAt,
                    Since = store.Conversations.Where(c => c.Id == h.ConversationId).Select(c => c.UnansweredSince).FirstOrDefault(),
                    Heard = store.Conversations.Where(c => c.Id == h.ConversationId).Select(c => (DateTime?)c.LastInboundAt).FirstOrDefault(),
                    Version = store.Conversations.Where(c => c.Id == h.ConversationId).Select(c => c.HolderVersion).FirstOrDefault() },
                h => Waiting(h is { Since: not null, Customer: not null }, new Row(h.Id, h.Kind, h.CustomerId, h.Customer, h.ConversationId, h.Reason, directory.NameOfUser(h.ById), directory.NameOfUser(h.SalesUserId),
                    h.Round, h.IsPingPong == true, h.CreatedAt, h.EndedAt, h.Since, h.Heard, h.ById, h.Version)),
                shown[lane.Last.Counters, Model.Counters.Handovers, sender.CounterKey], cancellationToken, named: store.Customers.NamedTo(sender));
        }
    }
}
