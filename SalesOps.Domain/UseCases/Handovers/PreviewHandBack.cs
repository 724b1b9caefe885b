using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>批量交还前: of each conversation who holds it, whether the customer waits, and what is still promised; see <see cref="GetPromises"/>.</summary>
public static class PreviewHandBack
{
    public sealed record Query(IReadOnlyList<Guid> Conversations) : IQuery<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Lines">Whose customer has no AI agent first, then who waits, then to whom something is promised; without those that the caller may not see.</param>
    public sealed record Answer(IReadOnlyList<Line> Lines);

    /// <param name="HeldBy">The person's name; null while none holds it.</param>
    /// <param name="UnansweredSince">Since when the customer waits for an answer; UTC; null when nobody waits.</param>
    /// <param name="IsBound">False when no AI agent is there to go on.</param>
    /// <param name="Tasks">The most pressing first; those of the customer, in whichever conversation.</param>
    /// <param name="Seen">What handing it back asks for; null where the caller cannot, or no person holds it.</param>
    public sealed record Line(Guid ConversationId, Guid CustomerId, string Customer, Holder Holder, string? HeldBy, DateTime? UnansweredSince, bool IsBound, IReadOnlyList<GetPromises.Promise> Tasks,
        HandBackConversations.Seen? Seen);

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
                select new { talk.Id, talk.CustomerId, customer.Name, talk.Holder, talk.HolderUserId, talk.HolderVersion, talk.UnansweredSince, customer.AiAgentId }).ToListAsync(cancellationToken);
            var customers = talks.Select(t => t.CustomerId).Distinct().ToList();
            var tasks = await GetPromises.OpenAsync(store, customers, directory, cancellationToken);
            var lines = talks.Select(t => new Line(t.Id, t.CustomerId, t.Name, t.Holder, directory.NameOfUser(t.HolderUserId), t.UnansweredSince, t.AiAgentId is not null, [.. tasks[t.CustomerId]],
                t.Holder == Holder.Human && HandBackConversation.MayBeBy(caller.Current, t.HolderUserId) ? new(t.Id, t.HolderVersion) : null));
            return new Answer([.. lines.OrderBy(l => l.IsBound).ThenBy(l => l.UnansweredSince is null).ThenBy(l => l.UnansweredSince).ThenBy(l => l.Tasks.Count == 0).ThenBy(l => l.Tasks is [var first, ..] ? first.DueAt : default).ThenBy(l => l.ConversationId)]);
        }
    }
}
