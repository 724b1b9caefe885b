using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>案情: what a reviewer must see of one review.</summary>
public static class GetReviewCase
{
    public sealed record Query(Guid ReviewId) : IQuery<Case>, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Text">The message; evidence spans are offsets into it.</param>
    /// <param name="SentAt">UTC.</param>
    /// <param name="Threshold">The least confidence that would have passed without a person, 0..1.</param>
    /// <param name="State">Where the conversation stands.</param>
    /// <param name="Next">Where an approval leads; null when nothing moves.</param>
    /// <param name="DueAt">UTC.</param>
    public sealed record Case(Guid Id, ReviewKind Kind, ReviewStatus Status, Guid CustomerId, string Customer, string Identity, string? AiAgent, string Text,
        IReadOnlyList<EvidenceSpan> Evidence, string? Language, DateTime SentAt, string? Intent, string Stage, double Confidence,
        IReadOnlyList<Alternative> Alternatives, IReadOnlyList<string> Risks, IReadOnlyList<string> Reasons, double Threshold, string Producer,
        string State, string? Next, DateTime DueAt);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, Playbook playbook, ReviewPolicy policy)
        : IRequestHandler<Query, Result<Case>>
    {
        public async Task<Result<Case>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var found = await (
                from review in store.Reviews.VisibleTo(caller.Current)
                where review.Id == request.ReviewId
                join understanding in store.Understandings on review.UnderstandingId equals understanding.Id
                join message in store.Messages on understanding.MessageId equals message.Id
                join conversation in store.Conversations on review.ConversationId equals conversation.Id
                join customer in store.Customers on review.CustomerId equals customer.Id
                select new { review, understanding, message, conversation, customer.Name, customer.Identity }).FirstOrDefaultAsync(cancellationToken);
            if (found is null) return Error.NotFound("The review");
            var (r, u, m, c) = (found.review, found.understanding, found.message, found.conversation);
            var next = r.StateTransitionId is { } id
                ? await store.StateTransitions.Where(t => t.Id == id).Select(t => t.To).FirstAsync(cancellationToken)
                : playbook.Match(c.State, u.Intent, u.Stage, 1)?.To;
            return new Case(r.Id, r.Kind, r.Status, r.CustomerId, found.Name, found.Identity, lane.Last.Directory.NameOfAgent(r.AiAgentId), m.Text, u.Evidence,
                m.Language, m.SentAt, u.Intent, u.Stage, u.Confidence, u.Alternatives, u.Risks, r.Reasons,
                policy.Threshold(u.Intent, m.Language, m.Channel), u.Producer, c.State, next, r.DueAt);
        }
    }
}
