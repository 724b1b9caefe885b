using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Reporting;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Reports;

/// <summary>报表: load by the hour, waiting and handling times, takeovers and capacity, over a time, and of each AI agent and person.</summary>
public static class GetReport
{
    public const int MostDays = 366;
    /// <summary>So many of the newest messages are counted.</summary>
    public const int MostMessages = ReportSource.Most;

    /// <param name="From">The first day, by the zone's clock.</param>
    /// <param name="To">The last day.</param>
    public sealed record Query(DateOnly From, DateOnly To, TimeZoneInfo Zone) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Held">How long takeovers were held, of those that ended.</param>
    /// <param name="Waited">How long reviews waited for their decision.</param>
    /// <param name="CountedFrom">Set when messages before this moment (UTC) were too many to be counted.</param>
    public sealed record Answer(TalkFigures All, IReadOnlyList<Hour> Hours, Spread Held, Spread Waited, IReadOnlyList<AgentRow> Agents, IReadOnlyList<PersonRow> People, DateTime? CountedFrom);

    /// <param name="Of">0..23, by the zone's clock.</param>
    public sealed record Hour(int Of, int In, int Out);

    /// <param name="Name">Null for what no agent was there for, so that the rows come to the whole.</param>
    /// <param name="Bindings">Active ones, now.</param>
    public sealed record AgentRow(Guid? Id, string? Name, string? Owner, TalkFigures Talk, int Bindings, int Capacity);

    /// <param name="Name">Null for what was nobody's.</param>
    /// <param name="Talk">Of the person's AI agents.</param>
    /// <param name="Takeovers">Conversations the person took over.</param>
    public sealed record PersonRow(Guid? Id, string? Name, TalkFigures Talk, int Takeovers, Spread Held, Spread Waited);

    internal sealed class Validator : AbstractValidator<Query>
    {
        private static readonly DateOnly Earliest = new(2000, 1, 1), Latest = new(2999, 1, 1);

        public Validator()
        {
            RuleFor(q => q.From).GreaterThanOrEqualTo(Earliest);
            RuleFor(q => q.To).LessThan(Latest).GreaterThanOrEqualTo(q => q.From).WithErrorCode("before")
                .Must((q, to) => to.DayNumber - q.From.DayNumber < MostDays).WithMessage($"At most {MostDays} days.").WithErrorCode("too_many_days");
            RuleFor(q => q.Zone).NotNull();
        }
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (counters, directory, _) = lane.Last;
            var (from, until) = (Midnight(request.From, request.Zone), Midnight(request.To.AddDays(1), request.Zone));
            var (messages, isCut) = await ReportSource.MessagesAsync(store, from, until, cancellationToken);
            var takeovers = await ReportSource.TakeoversAsync(store, from, until, cancellationToken);
            var decided = await ReportSource.DecidedAsync(store, [.. directory.SalesUsers.Keys], from, until, cancellationToken);
            var (turns, taken) = (Turn.Of(messages), takeovers.Select(t => t.ConversationId).ToHashSet());

            var (messagesOf, turnsOf) = (messages.ToLookup(m => m.AiAgentId), turns.ToLookup(t => t.AiAgentId));
            var agents = directory.AiAgents.Values.Select(a => new AgentRow(a.Id, a.Name, directory.NameOfUser(a.OwnerId), TalkFigures.Of(messagesOf[a.Id], turnsOf[a.Id], taken),
                (int)counters[Model.Counters.ActiveBindings, a.Id], a.Capacity)).Append(new AgentRow(null, null, null, TalkFigures.Of(messagesOf[null], turnsOf[null], taken), 0, 0));

            var (messagesWith, turnsWith) = (messages.ToLookup(m => m.SalesUserId), turns.ToLookup(t => t.SalesUserId));
            var (takenBy, decidedBy) = (takeovers.ToLookup(t => t.ById), decided.ToLookup(d => d.ById));
            var people = directory.SalesUsers.Values.Select(p => new PersonRow(p.Id, p.Name, TalkFigures.Of(messagesWith[p.Id], turnsWith[p.Id], taken),
                takenBy[p.Id].Select(t => t.ConversationId).Distinct().Count(), HeldOf(takenBy[p.Id]), Spread.Of(decidedBy[p.Id].Select(d => d.Waited)))).Append(new PersonRow(null, null, TalkFigures.Of(messagesWith[null], turnsWith[null], taken), 0, Spread.Of([]), Spread.Of([])));

            return new Answer(TalkFigures.Of(messages, turns, taken), HoursOf(messages, request.Zone), HeldOf(takeovers), Spread.Of(decided.Select(d => d.Waited)),
                [.. agents.Where(a => a.Talk.In + a.Talk.Out + a.Bindings > 0).OrderBy(a => a.Name is null).ThenByDescending(a => a.Talk.In).ThenBy(a => a.Name, StringComparer.Ordinal)],
                [.. people.Where(p => p.Talk.In + p.Talk.Out + p.Takeovers + p.Waited.Count > 0).OrderBy(p => p.Name is null).ThenByDescending(p => p.Talk.In).ThenBy(p => p.Name, StringComparer.Ordinal)],
                isCut ? messages[0].At : null);
        }

        private static Spread HeldOf(IEnumerable<ReportSource.Takeover> takeovers) => Spread.Of(takeovers.Where(t => t.Length is not null).Select(t => t.Length!.Value));

        private static IReadOnlyList<Hour> HoursOf(List<ReportedMessage> messages, TimeZoneInfo zone)
        {
            var counts = messages.CountBy(m => (TimeZoneInfo.ConvertTimeFromUtc(m.At, zone).Hour, m.Direction)).ToDictionary();
            return [.. Enumerable.Range(0, 24).Select(h => new Hour(h, counts.GetValueOrDefault((h, Direction.Inbound)), counts.GetValueOrDefault((h, Direction.Outbound))))];
        }

        /// <summary>When the day begins; where the clock jumps over midnight, the first moment there is.</summary>
        private static DateTime Midnight(DateOnly day, TimeZoneInfo zone)
        {
            var clock = day.ToDateTime(TimeOnly.MinValue);
            while (zone.IsInvalidTime(clock)) clock = clock.AddMinutes(30);
            return TimeZoneInfo.ConvertTimeToUtc(clock, zone);
        }
    }
}
