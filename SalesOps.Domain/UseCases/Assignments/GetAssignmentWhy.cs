using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>分配依据: the agents as they were weighed when an assignment was made, rebuilt from the journal, so that a message pays nothing for it.</summary>
public static class GetAssignmentWhy
{
    public sealed record Query(Guid AssignmentId) : IQuery<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="At">UTC.</param>
    /// <param name="Language">What the customer last wrote in by then; null when not known.</param>
    /// <param name="AiAgentId">The agent that got the customer; another than <see cref="AssignmentChoice.AiAgentId"/> when a person chose.</param>
    public sealed record Answer(DateTime At, string Reason, Channel Channel, string? Language, Guid AiAgentId, AssignmentChoice Choice);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (await store.Assignments.VisibleTo(caller.Current).FirstOrDefaultAsync(a => a.Id == request.AssignmentId, cancellationToken) is not { } made)
                return Error.NotFound("The assignment");
            var at = made.CreatedAt;
            var channels = await ChannelsAsync(store, made, cancellationToken);
            var heard = await store.Messages.Where(m => m.CustomerId == made.CustomerId && channels.Contains(m.Channel) && m.ReceivedAt <= at && m.Language != null).OrderByDescending(m => m.ReceivedAt)
                .Select(m => new { m.Channel, m.Language }).FirstOrDefaultAsync(cancellationToken);
            var channel = heard?.Channel ?? (channels is [var only] ? only : await store.Customers.Where(c => c.Id == made.CustomerId).Select(c => c.Channel).FirstAsync(cancellationToken));
            var bindings = await store.Assignments.Where(a => a.CreatedAt < at && (a.EndedAt == null || a.EndedAt > at))
                .GroupBy(a => a.AiAgentId).ToDictionaryAsync(g => g.Key, g => (long)g.Count(), cancellationToken);
            var agents = await AgentsAsync(store, at, channel, cancellationToken);
            var held = await HeldAsync(store, at, channel, [.. agents.Where(a => a.Caps is { Count: > 0 }).Select(a => a.AiAgentId)], cancellationToken);
            var loads = agents.Select(a => a with
            {
                ActiveBindings = (int)bindings.GetValueOrDefault(a.AiAgentId),
                Caps = a.Caps?.Select(cap => cap with { Held = held.GetValueOrDefault(a.AiAgentId) }).ToList(),
            });
            if (made.Reason == Assignment.OwnerSilent)
            {
                // Those who were silent did not count, as far as the moves one after another tell.
                var before = await store.Assignments.Where(a => a.CustomerId == made.CustomerId && a.Id < made.Id).OrderByDescending(a => a.Id).ToListAsync(cancellationToken);
                var silent = SilentOwners.Of(before, null);
                loads = loads.Where(a => !silent.Contains(a.OwnerId));
            }
            List<Channel> all = [.. channels.Append(channel).Distinct()];
            // Of who transfers by hand more is demanded than of the program.
            return new Answer(at, made.Reason, channel, heard?.Language, made.AiAgentId,
                TransferCustomers.Reasons.Contains(made.Reason) ? AssignmentPolicy.Choose(channel, all, heard?.Language, loads) : AssignmentPolicy.Route(channel, all, heard?.Language, loads));
        }

        /// <summary>The channels on which the customer had a conversation then: not those of who went in since, but those of who went in before and out again.</summary>
        private static async Task<List<Channel>> ChannelsAsync(SalesOpsDb store, Assignment made, CancellationToken cancellationToken)
        {
            var (id, at) = (made.CustomerId, made.CreatedAt);
            var merges = await store.Merges.AsNoTracking().Where(m => m.IntoId == id).ToListAsync(cancellationToken);
            if (merges.Find(m => m.SeparatedAt is null && m.Rows.Contains(made.Id)) is { } theirs) return [.. theirs.Channels];
            var own = await store.Conversations.Where(c => c.CustomerId == id && c.CreatedAt <= at).Select(c => c.Channel).ToListAsync(cancellationToken);
            return [.. own.Except(merges.Where(m => m.SeparatedAt is null && m.At > at).SelectMany(m => m.Channels)).Union(merges.Where(m => m.At <= at && m.SeparatedAt > at).SelectMany(m => m.Channels))];
        }

        /// <summary>How many customers of the channel each of the agents held: of those who were bound, whoever had written from there last.</summary>
        private static async Task<Dictionary<Guid, int>> HeldAsync(SalesOpsDb store, DateTime at, Channel channel, List<Guid> agents, CancellationToken cancellationToken) => agents.Count == 0 ? []
            : await store.Assignments.Where(a => agents.Contains(a.AiAgentId) && a.CreatedAt < at && (a.EndedAt == null || a.EndedAt > at)
                    && store.Messages.Where(m => m.CustomerId == a.CustomerId && m.ReceivedAt <= at && m.Direction == Direction.Inbound)
                        .OrderByDescending(m => m.ReceivedAt).Select(m => (Channel?)m.Channel).FirstOrDefault() == channel)
                .GroupBy(a => a.AiAgentId).ToDictionaryAsync(g => g.Key, g => g.Count(), cancellationToken);

        /// <summary>The agents and their salespeople as they stood at the moment; what they held is for others to say.</summary>
        private async Task<List<AgentLoad>> AgentsAsync(SalesOpsDb store, DateTime at, Channel channel, CancellationToken cancellationToken)
        {
            var rows = new PastRows(store.Model, typeof(AiAgent), typeof(SalesUser), typeof(Absence), typeof(Account));
            var entries = new List<(long Sequence, byte[] Changes)>();
            foreach (var prefix in (string[])["ai_agent", "sales_user", "absence", "account.suspended", "account.resumed", "account.suspension_undone", "account.resume_undone"])
            {
                // From "ai_agent." to before "ai_agent/": the range of the index on actions that begin so; of accounts, whose sign-ins are many, those alone that suspend or let in.
                var (from, to) = prefix.Contains('.', StringComparison.Ordinal) ? (prefix, prefix + " ") : (prefix + ".", prefix + "/");
#pragma warning disable CA1309 // EF knows this overload alone; the store compares bytes.
                entries.AddRange((await store.AuditEntries.Where(a => string.Compare(a.Action, from) >= 0 && string.Compare(a.Action, to) < 0 && a.At <= at)
                    .Select(a => new { a.Sequence, a.Changes }).ToListAsync(cancellationToken)).Select(a => (a.Sequence, a.Changes)));
#pragma warning restore CA1309
            }
            foreach (var (_, changes) in entries.OrderBy(e => e.Sequence)) rows.Apply(changes);
            var (people, settings) = (lane.Last.Directory.SalesUsers, lane.Last.Directory.Settings.AsOf(at));
            return [.. rows.Of<AiAgent>().Select(a => new AgentLoad(a.Id, a.OwnerId, a.Name, a.Language, a.Channels, a.Status,
                Owner(a)?.IsActive == true, a.Capacity, 0, a.CreatedAt, settings.InHours(a.Id, at), Binding.Caps(a.Id, a.Caps, static (_, _) => 0, channel), Of(a.OwnerId)))];

            SalesUser? Owner(AiAgent agent) => rows.Find<SalesUser>(agent.OwnerId) ?? people.GetValueOrDefault(agent.OwnerId);
            Attendance Of(Guid owner) => rows.Find<Account>(owner)?.IsSuspended == true ? Attendance.Suspended
                : rows.Of<Absence>().Any(leave => leave.SalesUserId == owner && leave.Covers(at)) ? Attendance.OnLeave
                : rows.Find<SalesUser>(owner)?.AwaySince is not null ? Attendance.Away : Attendance.Here;
        }
    }
}
