using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>状态机: the playbook that holds, how many conversations stand in each state and go each way.</summary>
public static class GetPlaybook
{
    public const int MostDays = 366;
    /// <summary>So many moves are counted, the newest.</summary>
    public const int MostMoves = Intake.Most;

    /// <param name="Days">How far back moves are counted; what waits and what stands is counted as of now.</param>
    public sealed record Query(int Days) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Number">The version's; 0 for the playbook that came with the program.</param>
    /// <param name="Edges">Each way from state to state that some line of the playbook opens, in its order.</param>
    /// <param name="Others">Moves that no line makes any more.</param>
    /// <param name="IsCut">Only the newest <see cref="MostMoves"/> moves were counted.</param>
    public sealed record Answer(int Number, IReadOnlyList<StateRow> States, IReadOnlyList<RuleRow> Rules, IReadOnlyList<Edge> Edges, Tally Others, bool IsCut);

    /// <param name="IsTakeover">A person holds the conversations in it.</param>
    public sealed record StateRow(string Code, bool IsFinal, bool IsTakeover, long Conversations);

    public sealed record RuleRow(PlaybookRule Rule, Tally Tally);

    public sealed record Edge(string From, string To, Tally Tally);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Days).InclusiveBetween(1, MostDays);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var playbooks = lane.Last.Directory.Playbooks;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            // Read from end to end: an index by state would cost every move, for a few looks a day.
            var standing = await store.Conversations.GroupBy(c => c.State).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
            var from = TimeIds.First(time.GetUtcNow().UtcDateTime.AddDays(-request.Days));
            var newest = store.StateTransitions.FromSql($"SELECT * FROM StateTransitions WHERE Id >= {from} ORDER BY Id DESC LIMIT {MostMoves}");
            var settled = await CountAsync(newest.Where(t => t.Status == TransitionStatus.Applied || t.Status == TransitionStatus.Approved || t.Status == TransitionStatus.Rejected), cancellationToken);
            // Those that wait are found by their reviews, however long they have waited.
            var waiting = await CountAsync(
                from review in store.Reviews
                where review.Status == ReviewStatus.Pending && review.Kind == ReviewKind.State
                join transition in store.StateTransitions on review.StateTransitionId equals transition.Id
                select transition, cancellationToken);
            var isCut = await store.StateTransitions.FromSql($"SELECT * FROM StateTransitions WHERE Id >= {from} ORDER BY Id DESC LIMIT 1 OFFSET {MostMoves}").AnyAsync(cancellationToken);
            return Of(playbooks, standing, [.. settled, .. waiting], isCut);
        }

        private static async Task<List<MovesCount>> CountAsync(IQueryable<StateTransition> moves, CancellationToken cancellationToken)
        {
            var groups = await moves
                .GroupBy(t => new { t.From, t.To, t.Trigger, t.Stage, t.Status, Hundredths = (int)(Math.Round(t.Confidence * 10_000) / 100) })
                .Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(cancellationToken);
            return [.. groups.Select(g => new MovesCount(g.Key.From, g.Key.To, g.Key.Trigger, g.Key.Stage, g.Key.Hundredths, g.Key.Status switch
            {
                TransitionStatus.Pending => new Tally(0, g.Count, 0),
                TransitionStatus.Rejected => new Tally(0, 0, g.Count),
                _ => new Tally(g.Count, 0, 0),
            }))];
        }

        private static Answer Of(PlaybookVersions playbooks, Dictionary<string, long> standing, List<MovesCount> moves, bool isCut)
        {
            var playbook = playbooks.Current;
            var use = RuleUse.Of(playbook.Rules, moves);
            var edges = playbook.Transitions.Select(t => (t.From, t.To)).Distinct()
                .Select(e => new Edge(e.From, e.To, moves.Where(m => (m.From, m.To) == e).Aggregate(default(Tally), (sum, m) => sum + m.Tally)));
            // A state that the playbook lost with an update may still hold conversations.
            var lost = standing.Keys.Where(code => !playbook.HasState(code)).Order(StringComparer.Ordinal).Select(code => new PlaybookState(code, false));
            return new Answer(playbooks.Number,
                [.. playbook.States.Concat(lost).Select(s => new StateRow(s.Code, s.IsFinal, s.Code == playbook.TakeoverState, standing.GetValueOrDefault(s.Code)))],
                [.. playbook.Rules.Zip(use.ByRule, (rule, tally) => new RuleRow(rule, tally))], [.. edges], use.Others, isCut);
        }
    }
}
