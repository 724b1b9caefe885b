using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>批量交还前: of each conversation who holds it, whether the customer waits, and what is still promised; see <see cref="GetPromises"/>.</summary>
public static class PreviewHandBack
{
    public sealed record Query(IReadOnlyList<Guid> Conversations) : IQuery<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Lines">Who waits first, then to whom something is promised; without those that the caller may not see.</param>
    public sealed record Answer(IReadOnlyList<Line> Lines);

    /// <param name="HeldBy">The person's name; null while none holds it.</param>
    /// <param name="UnansweredSince">Since when the customer waits for an answer; UTC; null when nobody waits.</param>
    /// <param name="IsBound">False when no AI agent is there to go on.</param>
    /// <param name="Tasks">The most pressing first.</param>
    public sealed record Line(Guid ConversationId, string Customer, Holder Holder, string? HeldBy, DateTime? UnansweredSince, bool IsBound, IReadOnlyList<GetPromises.Promise> Tasks);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => this.Rows(q => q.Conversations, id => id, Bulk.MostChosen);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var directory = lane.Last.Directory;
            var talks = await (
                from talk in store.Conversations
                where request.Conversations.Contains(talk.Id)
                join customer in store.Customers.VisibleTo(caller.Current) on talk.CustomerId equals customer.Id
                select new { talk.Id, talk.CustomerId, customer.Name, talk.Holder, talk.HolderUserId, talk.UnansweredSince, customer.AiAgentId }).ToListAsync(cancellationToken);
            var customers = talks.Select(t => t.CustomerId).Distinct().ToList();
            var tasks = (await store.WorkTasks.Where(t => customers.Contains(t.CustomerId) && t.Status == WorkTaskStatus.Open).OrderBy(t => t.DueAt).ThenBy(t => t.Id)
                .Select(t => new { t.CustomerId, t.Id, t.Kind, t.Note, t.SalesUserId, t.DueAt, t.ReviewId }).ToListAsync(cancellationToken))
                .ToLookup(t => t.CustomerId, t => new GetPromises.Promise(t.Id, t.Kind, t.Note, t.SalesUserId, directory.NameOfUser(t.SalesUserId), t.DueAt, t.ReviewId));
            var lines = talks.Select(t => new Line(t.Id, t.Name, t.Holder, directory.NameOfUser(t.HolderUserId), t.UnansweredSince, t.AiAgentId is not null, [.. tasks[t.CustomerId]]));
            return new Answer([.. lines.OrderBy(l => l.UnansweredSince is null).ThenBy(l => l.UnansweredSince).ThenBy(l => l.Tasks.Count == 0).ThenBy(l => l.Tasks is [var first, ..] ? first.DueAt : default).ThenBy(l => l.ConversationId)]);
        }
    }
}
