using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>案情: what a reviewer must see of one review, and what would follow from a decision.</summary>
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
    /// <param name="HolderName">The person who holds the conversation; null while the AI or nobody does.</param>
    /// <param name="Approval">What approving it would do now.</param>
    /// <param name="Proposed">Where a transition that waits leads; null for an understanding.</param>
    /// <param name="Ways">The transitions from where the conversation stands.</param>
    /// <param name="CanReadAgain">Another reader is there who could read the message once more.</param>
    /// <param name="IsUnwanted">The customer wants no more messages here, and cannot be asked.</param>
    /// <param name="TakenFromId">The person from whom a supervisor last took it; null when nobody did.</param>
    /// <param name="DueAt">UTC.</param>
    /// <param name="Decision">Null while it waits.</param>
    /// <param name="Second">Why two people are asked; null when one decides.</param>
    /// <param name="FirstById">Who said first what they think of it; null while nobody did. What they said, nobody sees who is asked the same.</param>
    /// <param name="SecondById">Who thought otherwise; null while nobody did.</param>
    /// <param name="Opinions">What both said, for the third who decides between them; empty before.</param>
    /// <param name="Gloss">What the message says in the reviewer's language; null when the producer did not say.</param>
    /// <param name="Before">What was said in the conversation before, the latest last.</param>
    /// <param name="After">What was said since.</param>
    /// <param name="RepeatsId">The own decision that it is a hidden repeat of; see <see cref="GetRepeat"/>.</param>
    public sealed record Case(Guid Id, int Version, ReviewKind Kind, ReviewStatus Status, Guid CustomerId, string Customer, string Identity, string? AiAgent, string Text,
        IReadOnlyList<EvidenceSpan> Evidence, string? Language, DateTime SentAt, string? Intent, string Stage, double Confidence,
        IReadOnlyList<Alternative> Alternatives, IReadOnlyList<string> Risks, IReadOnlyList<string> Reasons, double Threshold, string Producer,
        string State, string? HolderName, Approval Approval, string? Proposed, IReadOnlyList<Way> Ways, int Tasks, bool CanReadAgain, bool IsUnwanted, Guid? TakenFromId, DateTime DueAt, Past? Decision,
        string? Second, Guid? FirstById, Guid? SecondById, IReadOnlyList<Ruling> Opinions,
        Gloss? Gloss, IReadOnlyList<Line> Before, IReadOnlyList<Line> After, Guid? RepeatsId = null) : IAboutCustomer
    {
        public Seen Seen => new(Id, Version, State, RepeatsId);
    }

    /// <summary>What somebody said in the conversation.</summary>
    /// <param name="SentAt">UTC.</param>
    public sealed record Line(Direction Direction, string Text, string? Language, DateTime SentAt);

    /// <summary>A transition from where the conversation stands, and which parts of its guard let this understanding through.</summary>
    public sealed record Way(PlaybookTransition Rule, bool Intent, bool Confidence, bool Stage)
    {
        internal static IReadOnlyList<Way> Of(Playbook playbook, string state, string? intent, string stage, double confidence) => [.. playbook.From(state).Select(rule => new Way(rule,
            rule.Trigger == intent, confidence >= rule.MinConfidence && !(confidence >= rule.BelowConfidence), rule.Stages.Count == 0 || rule.Stages.Contains(stage)))];
    }

    /// <summary>What was decided.</summary>
    /// <param name="By">Null for the system.</param>
    /// <param name="At">UTC.</param>
    public sealed record Past(ReviewStatus Outcome, string? By, DateTime At);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, Playbook playbook, ReviewPolicy policy)
        : IRequestHandler<Query, Result<Case>>
    {
        /// <summary>So many messages are shown on either side.</summary>
        private const int Beside = 3;

        public async Task<Result<Case>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            // A decided case stays with whose customer it was; its words are for whose it is.
            var customers = store.Customers.VisibleTo(caller.Current);
            var found = await (
                from review in store.Reviews.VisibleTo(caller.Current)
                where review.Id == request.ReviewId
                join understanding in store.Understandings on review.UnderstandingId equals understanding.Id
                join message in store.Messages on understanding.MessageId equals message.Id
                join conversation in store.Conversations on review.ConversationId equals conversation.Id
                join customer in customers on review.CustomerId equals customer.Id
                join waiting in store.StateTransitions on review.StateTransitionId equals waiting.Id into transitions
                from transition in transitions.DefaultIfEmpty()
                select new
                {
                    review, understanding, message, conversation, transition, customer.Name, customer.Identity, customer.OptOuts,
                    Tasks = store.WorkTasks.Count(t => t.CustomerId == review.CustomerId && t.ReviewId == review.Id && t.Status == WorkTaskStatus.Open),
                    Decision = store.Decisions.Where(d => d.ReviewId == review.Id && d.UndoneAt == null && !d.IsOpinion).OrderByDescending(d => d.At).FirstOrDefault(),
                    Opinions = review.SecondById == null ? new List<Decision>() : store.Decisions.Where(d => d.ReviewId == review.Id && d.UndoneAt == null && d.IsOpinion && d.RepeatsId == null).OrderBy(d => d.At).ToList(),
                }).FirstOrDefaultAsync(cancellationToken);
            if (found is null) return Error.NotFound("The review");
            var (r, u, m, c) = (found.review, found.understanding, found.message, found.conversation);
            var directory = lane.Last.Directory;
            var said = store.Messages.Where(o => o.CustomerId == m.CustomerId && o.ConversationId == m.ConversationId && o.Id != m.Id);
            var before = await Lines(said.Where(o => o.ReceivedAt <= m.ReceivedAt).OrderByDescending(o => o.ReceivedAt)).ToListAsync(cancellationToken);
            before.Reverse();
            return new Case(r.Id, r.Version, r.Kind, r.Status, r.CustomerId, found.Name, found.Identity, directory.NameOfAgent(r.AiAgentId), m.Text, u.Evidence,
                m.Language, m.SentAt, u.Intent, u.Stage, u.Confidence, u.Alternatives, u.Risks, r.Reasons,
                policy.Threshold(u.Intent, m.Language, m.Channel), u.Producer, c.State, directory.NameOfUser(c.HolderUserId),
                Approval.Of(playbook, Standing.Of(c), u, found.transition), found.transition?.To, Way.Of(playbook, c.State, u.Intent, u.Stage, u.Confidence), found.Tasks,
                found.transition is null && u.Producer != Understandings.BuiltInUnderstanding.Producer,
                playbook.IsFinal(c.State) || found.OptOuts?.Contains(c.Channel) == true, r.TakenFromId, r.DueAt,
                found.Decision is { } d ? new Past(d.Outcome, directory.NameOfUser(d.ById), d.At) : null,
                r.Second, r.FirstById, r.SecondById, [.. found.Opinions.Select(o => o.Ruling)],
                u.Gloss is null ? null : new Gloss(u.Gloss, u.GlossEvidence ?? []), before,
                await Lines(said.Where(o => o.ReceivedAt > m.ReceivedAt).OrderBy(o => o.ReceivedAt)).ToListAsync(cancellationToken));
        }

        private static IQueryable<Line> Lines(IQueryable<Message> messages) => messages.Take(Beside).Select(o => new Line(o.Direction, o.Text, o.Language, o.SentAt));
    }
}
