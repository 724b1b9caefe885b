using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>用这些规则重放: which of the last conversations would have gone elsewhere. Writes nothing.</summary>
public static class ReplayPlaybook
{
    public const int MostConversations = 2_000;
    /// <summary>So many are listed; the others are counted.</summary>
    public const int MostLines = 100;

    /// <param name="Conversations">How many, those written in last.</param>
    public sealed record Query(IReadOnlyList<PlaybookRule> Rules, int Conversations = 500) : IQuery<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Conversations">How many were replayed.</param>
    /// <param name="Elsewhere">How many of them would have gone elsewhere.</param>
    /// <param name="Lines">The latest of those.</param>
    public sealed record Answer(int Conversations, int Elsewhere, IReadOnlyList<Line> Lines);

    /// <param name="At">When the ways part; UTC.</param>
    /// <param name="Intent">What was understood there.</param>
    /// <param name="Confidence">0..1; null when a person decided.</param>
    /// <param name="Went">What happened there.</param>
    /// <param name="Goes">What these rules would have done there.</param>
    /// <param name="Stands">Where the conversation stands.</param>
    /// <param name="WouldStand">Where it would stand.</param>
    public sealed record Line(Guid CustomerId, string Name, Channel Channel, DateTime At, string? Intent, double? Confidence, Replay.Stop Went, Replay.Stop Goes, string Stands, string WouldStand);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Rules).SetValidator(new SavePlaybook.RulesValidator());
            RuleFor(q => q.Conversations).InclusiveBetween(1, MostConversations);
        }
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, Playbook playbook) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var tried = playbook.With(request.Rules);
            var conversations = await PastSteps.LastAsync(store, request.Conversations, cancellationToken);
            var steps = await PastSteps.ReadAsync(store, conversations, cancellationToken);
            var lines = conversations.Select(c => Compare(tried, c, [.. steps[c.Id]])).OfType<Line>().ToList();
            Guid[] shown = [.. lines.Take(MostLines).Select(l => l.CustomerId)];
            var names = await store.Customers.Where(c => shown.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
            return new Answer(conversations.Count, lines.Count, [.. lines.Take(MostLines).Select(l => l with { Name = names[l.CustomerId] })]);
        }

        /// <summary>Only what these rules change counts: not what earlier rules or other hands did otherwise than those that hold.</summary>
        private Line? Compare(Playbook tried, Conversation conversation, List<ReplayStep> steps)
        {
            var (goes, held, went) = (Replay.Of(tried, steps), Replay.Of(playbook, steps), Replay.AsItWas(playbook.StartState, steps));
            var at = Enumerable.Range(0, steps.Count).FirstOrDefault(i => goes.Steps[i] != held.Steps[i] && goes.Steps[i] != went.Steps[i], -1);
            if (at < 0) return null;
            var stands = conversation.Holder == Holder.Human ? conversation.StateBefore ?? conversation.State : conversation.State;
            var asked = steps[at] as Asked;
            return new Line(conversation.CustomerId, "", conversation.Channel, steps[at].At, asked?.Intent, asked is { ByPerson: false } ? asked.Confidence : null,
                went.Steps[at], goes.Steps[at], stands, goes.End);
        }
    }
}
