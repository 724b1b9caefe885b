using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Audit;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Everything that happened with one customer as one stream, the newest first.</summary>
public static class GetTimeline
{
    /// <summary>So many events are read at once, at most.</summary>
    public const int Most = 200;
    private const int Few = 50;
    private static readonly Place Newest = new(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), 0);

    /// <param name="Kind">The kind wanted; null for all.</param>
    /// <param name="Before">Behind which the events wanted stand; null for the newest.</param>
    public sealed record Query(Guid CustomerId, EventKind? Kind = null, int Take = Few, Place? Before = null) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.AnyPerson;
        bool IShared.IsShared => Take <= Few && Before is null;
    }

    /// <summary>A place in the stream.</summary>
    /// <param name="At">When the last event before it was; UTC.</param>
    /// <param name="Seen">How many of that moment stand before it: what one command did has one time.</param>
    public sealed record Place(DateTime At, int Seen)
    {
        /// <summary>The place behind all of these, which are those of the kind from the newest on.</summary>
        public static Place Behind(IReadOnlyList<Event> events) => new(events[^1].At, events.Count(e => e.At == events[^1].At));
    }

    public enum EventKind
    {
        Message,
        Understanding,
        Transition,
        Task,
        Handover,
        /// <summary>What people wrote about the customer.</summary>
        Details,
        Audit,
    }

    public sealed record Answer(Guid CustomerId, IReadOnlyList<Event> Events, bool IsMore) : IAboutCustomer;

    /// <param name="At">UTC.</param>
    /// <param name="Title">A code: an intent, an action, a task kind; for messages the direction.</param>
    /// <param name="Text">A message's text, or what the code needs beside it; may be empty.</param>
    /// <param name="Status">A code; null where none applies.</param>
    /// <param name="Changes">What was written over; null for other kinds.</param>
    public sealed record Event(EventKind Kind, DateTime At, string Title, string Text, string? Status, IReadOnlyList<EvidenceSpan> Evidence, IReadOnlyList<Written>? Changes = null, double? Confidence = null);

    /// <param name="Field"><c>name</c>, <c>note</c>, or <c>proof</c>.</param>
    /// <param name="Before">Empty when nothing stood there, or when it was erased.</param>
    public sealed record Written(string Field, string Before, string After);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var (before, seen) = request.Before ?? Newest;
            var take = Math.Clamp(request.Take, 1, Most) + seen + 1;
            var id = request.CustomerId;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (!await store.Customers.VisibleTo(caller.Current).AnyAsync(c => c.Id == id, cancellationToken)) return Error.NotFound("The customer");
            var events = new List<Event>();
            var understandings = await store.Understandings.Where(u => u.CustomerId == id && u.CreatedAt <= before).OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id).Take(take).ToListAsync(cancellationToken);
            if (Wants(request, EventKind.Message))
                events.AddRange((await store.Messages.Where(m => m.CustomerId == id && m.ReceivedAt <= before).OrderByDescending(m => m.ReceivedAt).ThenByDescending(m => m.Id).Take(take).ToListAsync(cancellationToken))
                    .Select(m => new Event(EventKind.Message, m.ReceivedAt, m.Direction.Code(), m.Text, null,
                        understandings.Find(u => u.MessageId == m.Id)?.Evidence ?? [])));
            if (Wants(request, EventKind.Understanding))
                events.AddRange(understandings.Select(u => new Event(EventKind.Understanding, u.CreatedAt, u.Intent ?? "-", u.Stage, u.Review.Code(), u.Evidence, Confidence: u.Confidence)));
            if (Wants(request, EventKind.Transition))
                events.AddRange((await store.StateTransitions.Where(t => t.CustomerId == id && t.CreatedAt <= before).OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Take(take).ToListAsync(cancellationToken))
                    .Select(t => new Event(EventKind.Transition, t.CreatedAt, t.Trigger, $"{t.From} → {t.To}", t.Status.Code(), [])));
            if (Wants(request, EventKind.Task))
                events.AddRange((await store.WorkTasks.Where(t => t.CustomerId == id && t.CreatedAt <= before).OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Take(take).ToListAsync(cancellationToken))
                    .Select(t => new Event(EventKind.Task, t.CreatedAt, t.Kind.Code(), "", t.Status.Code(), [])));
            if (Wants(request, EventKind.Handover))
                events.AddRange((await store.Handovers.Where(h => h.CustomerId == id && h.CreatedAt <= before).OrderByDescending(h => h.CreatedAt).ThenByDescending(h => h.Id).Take(take).ToListAsync(cancellationToken))
                    .Select(h => new Event(EventKind.Handover, h.CreatedAt, h.Kind.Code(), h.Reason, null, [])));
            if (Wants(request, EventKind.Details))
            {
                events.AddRange((await store.Consents.Where(c => c.CustomerId == id && c.At <= before).OrderByDescending(c => c.Id).Take(take).ToListAsync(cancellationToken))
                    .Select(c => new Event(EventKind.Details, c.At, c.OptsOut ? Consents.OptedOut : Consents.Lifted, string.Join(" · ", ((string?[])[c.Channel.Code(), c.Source, lane.Last.Directory.NameOfUser(c.ById)]).OfType<string>()),
                        c.UndoneAt is null ? null : "undone", [], c.Note is null ? null : [new("proof", "", c.Note)])));
                events.AddRange((await store.CustomerEdits.Where(e => e.CustomerId == id && e.At <= before).OrderByDescending(e => e.Id).Take(take).ToListAsync(cancellationToken))
                    .Select(e => new Event(EventKind.Details, e.At, "customer.edited", lane.Last.Directory.NameOfUser(e.ById) ?? "", e.UndoneAt is null ? null : "undone", [], Changes(e))));
            }
            if (Wants(request, EventKind.Audit))
                events.AddRange((await store.AuditEntries.Where(a => a.CustomerId == id && a.At <= before && (request.Kind == EventKind.Audit || a.Action != AuditActions.Viewed)).OrderByDescending(a => a.Sequence).Take(take)
                        .Select(a => new { a.At, a.Action, a.ActorKind, a.ActorId, a.Sequence }).ToListAsync(cancellationToken))
                    .Select(a => new Event(EventKind.Audit, a.At, a.Action, lane.Last.Directory.NameOfUser(a.ActorId) ?? a.ActorKind.Code(), $"#{a.Sequence}", [])));
            return new Answer(id, [.. events.OrderByDescending(e => e.At).ThenBy(e => e.Kind).Take(take - 1).Skip(seen)], events.Count >= take);
        }

        private static IReadOnlyList<Written> Changes(CustomerEdit edit) =>
            [.. new Written[] { new("name", edit.NameBefore, edit.NameAfter), new("note", edit.NoteBefore, edit.NoteAfter) }.Where(w => w.Before != w.After)];

        private static bool Wants(Query request, EventKind kind) => request.Kind is null || request.Kind == kind;
    }
}
