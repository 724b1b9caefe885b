using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Reporting;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Reports;

/// <summary>报表: load by the hour, waiting and handling times, takeovers and capacity, over a time, and of each AI agent and person.</summary>
public static class GetReport
{
    public const int MostDays = 366;
    /// <summary>So many of the newest messages are counted.</summary>
    public const int MostMessages = ReportSource.Most;

    /// <param name="From">The first day, by the zone's clock.</param>
    /// <param name="To">The last day.</param>
    /// <param name="HoursOf">The AI agent or person whose load by the hour is asked for; null for all together.</param>
    public sealed record Query(DateOnly From, DateOnly To, TimeZoneInfo Zone, Guid? HoursOf = null) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Hours">Of all together, or of the one that was asked for; a person's are those of the person's AI agents.</param>
    /// <param name="Held">How long takeovers were held, of those that ended.</param>
    /// <param name="Waited">How long reviews waited for their decision.</param>
    /// <param name="CountedFrom">Set when messages before this moment (UTC) were too many to be counted.</param>
    public sealed record Answer(TalkFigures All, IReadOnlyList<Hour> Hours, Spread Held, Spread Waited, IReadOnlyList<AgentRow> Agents, IReadOnlyList<PersonRow> People, DateTime? CountedFrom)
    {
        /// <summary>When the first day begins; UTC.</summary>
        public DateTime Since { get; init; }
        /// <summary>When the last day is over; UTC.</summary>
        public DateTime Until { get; init; }
    }

    /// <param name="Of">0..23, by the zone's clock.</param>
    public sealed record Hour(int Of, int In, int Out);

    /// <param name="Name">Null for what no agent was there for, so that the rows come to the whole.</param>
    /// <param name="Held">How long takeovers of the agent's customers were held, of those that ended.</param>
    /// <param name="Bindings">Active ones, now.</param>
    public sealed record AgentRow(Guid? Id, string? Name, string? Owner, TalkFigures Talk, Spread Held, int Bindings, int Capacity);

    /// <param name="Name">Null for what was nobody's.</param>
    /// <param name="Talk">Of the person's AI agents.</param>
    /// <param name="Takeovers">How often the person took a conversation over; who took on what somebody else had taken over counts in their place.</param>
    /// <param name="Held">How long the person held them, of those that ended.</param>
    /// <param name="Bindings">Active ones, now.</param>
    /// <param name="Capacity">Of the person's AI agents together.</param>
    public sealed record PersonRow(Guid? Id, string? Name, TalkFigures Talk, int Takeovers, Spread Held, Spread Waited, int Bindings, int Capacity);

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
            var (counters, directory, _) = lane.Last;
            if (request.HoursOf is { } one && !directory.AiAgents.ContainsKey(one) && !directory.SalesUsers.ContainsKey(one)) return Error.NotFound("The AI agent or person");
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (from, until) = (Midnight(request.From, request.Zone), Midnight(request.To.AddDays(1), request.Zone));
            var (messages, events, isCut) = await ReportSource.MessagesAsync(store, from, until, cancellationToken);
            var takeovers = await ReportSource.TakeoversAsync(store, from, until, cancellationToken);
            var decided = await ReportSource.DecidedAsync(store, [.. directory.SalesUsers.Keys], from, until, cancellationToken);
            var (turns, taken) = (Turn.Of(messages, events), takeovers.Select(t => t.ConversationId).ToHashSet());

            int Bound(Guid? id) => id is { } bound ? (int)counters[Model.Counters.ActiveBindings, bound] : 0;

            var (messagesOf, turnsOf, takenFrom) = (messages.ToLookup(m => m.AiAgentId), turns.ToLookup(t => t.AiAgentId), takeovers.ToLookup(t => t.AiAgentId));
            AgentRow OfAgent(Guid? id, AiAgent? agent) => new(id, agent?.Name, directory.NameOfUser(agent?.OwnerId),
                TalkFigures.Of(messagesOf[id], turnsOf[id], taken), HeldOf(takenFrom[id]), Bound(id), agent?.Capacity ?? 0);
            var agents = directory.AiAgents.Values.Select(a => OfAgent(a.Id, a)).Append(OfAgent(null, null));

            var (messagesWith, turnsWith) = (messages.ToLookup(m => m.SalesUserId), turns.ToLookup(t => t.SalesUserId));
            var (takenBy, decidedBy) = (takeovers.ToLookup(t => t.ById), decided.ToLookup(d => (Guid?)d.ById));
            var room = directory.AiAgents.Values.Where(a => a.Status != AgentStatus.Disabled).ToLookup(a => (Guid?)a.OwnerId, a => a.Capacity);
            PersonRow OfPerson(Guid? id, string? name) => new(id, name,
                TalkFigures.Of(messagesWith[id], turnsWith[id], taken), takenBy[id].Count(), HeldOf(takenBy[id]),
                Spread.Of(decidedBy[id].Select(d => d.Waited)), Bound(id), room[id].Sum());
            var people = directory.SalesUsers.Values.Select(p => OfPerson(p.Id, p.Name)).Append(OfPerson(null, null));

            return new Answer(TalkFigures.Of(messages, turns, taken), HoursOf(request.HoursOf is { } of ? messages.Where(m => m.AiAgentId == of || m.SalesUserId == of) : messages, request.Zone), HeldOf(takeovers), Spread.Of(decided.Select(d => d.Waited)),
                [.. agents.Where(a => a.Talk.In + a.Talk.Out + a.Bindings > 0).OrderBy(a => a.Name is null).ThenByDescending(a => a.Talk.In).ThenBy(a => a.Name, StringComparer.Ordinal)],
                [.. people.Where(p => p.Talk.In + p.Talk.Out + p.Takeovers + p.Waited.Count + p.Bindings > 0).OrderBy(p => p.Name is null).ThenByDescending(p => p.Talk.In).ThenBy(p => p.Name, StringComparer.Ordinal)],
                isCut ? messages[0].At : null) { Since = from, Until = until };
        }

        private static Spread HeldOf(IEnumerable<ReportSource.Takeover> takeovers) => Spread.Of(takeovers.Where(t => t.Length is not null).Select(t => t.Length!.Value));

        private static IReadOnlyList<Hour> HoursOf(IEnumerable<ReportedMessage> messages, TimeZoneInfo zone)
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
