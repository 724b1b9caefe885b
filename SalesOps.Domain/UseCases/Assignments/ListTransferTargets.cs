using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>转给谁: every AI agent with what speaks for it and against it, by the rules that the transfer itself asks.</summary>
public static class ListTransferTargets
{
    public sealed record Query(IReadOnlyList<Guid> Customers) : IQuery<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Agents">Whom the most customers fit first, then as <see cref="AssignmentPolicy"/> orders them.</param>
    public sealed record Answer(IReadOnlyList<Target> Agents);

    /// <param name="Fits">How many of the customers it can take.</param>
    /// <param name="Has">How many of them it has already.</param>
    public sealed record Target(AgentLoad Agent, string SalesUser, int Fits, int Has, IReadOnlyList<Check> Checks);

    /// <param name="What">What was asked of it: the customers' channels, their languages; its caps of channels that they last wrote from, as <see cref="ChannelLoad"/> puts them; empty for other checks.</param>
    /// <param name="Passed">For how many of the customers it passed.</param>
    public sealed record Check(AgentCheckKind Kind, IReadOnlyList<string> What, int Passed);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => this.Rows(q => q.Customers, id => id, Bulk.MostChosen);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (counters, directory, _) = lane.Last;
            var customers = await store.Customers.Where(c => request.Customers.Contains(c.Id)).Select(c => new { c.Id, c.Channel, c.AiAgentId }).ToListAsync(cancellationToken);
            var served = await Binding.ChannelsAsync(store, request.Customers, customers.Select(c => (c.Id, c.Channel)), cancellationToken);
            var languages = await Binding.LanguagesAsync(store, request.Customers);
            var loads = Binding.Loads(directory, time.GetUtcNow().UtcDateTime, id => counters[Model.Counters.ActiveBindings, id], await Holdings.ReadAsync(store, directory, cancellationToken)).ToList();
            // Thousands ask the same of the agents.
            var choices = new Dictionary<(Channel, string, string?), AssignmentChoice>();
            AssignmentChoice Choose(Guid id, Channel channel)
            {
                var (on, language) = (served[id].Order().ToArray(), languages.GetValueOrDefault(id));
                var asked = (channel, string.Join(',', on), language);
                return choices.TryGetValue(asked, out var known) ? known : choices[asked] = AssignmentPolicy.Choose(channel, on, language, loads);
            }
            var fits = customers.SelectMany(c => Choose(c.Id, c.Channel).Agents, (customer, fit) => (customer, fit))
                .ToLookup(f => f.fit.Agent.AiAgentId);
            var channels = served.SelectMany(c => c).Select(c => c.Code()).Distinct().Order(StringComparer.Ordinal).ToList();
            var spoken = languages.Values.Distinct().Order(StringComparer.Ordinal).ToList();
            var targets = loads.Select(load =>
            {
                var all = fits[load.AiAgentId].ToList();
                var able = all.Where(f => f.fit.Fits && f.customer.AiAgentId != load.AiAgentId).CountBy(f => f.customer.Channel)
                    .Sum(on => load.On(on.Key) is { } cap ? Math.Min(on.Value, cap.Most - cap.Held) : on.Value);
                var caps = (load.Caps ?? []).Where(cap => customers.Exists(c => c.Channel == cap.Channel)).Select(cap => cap.ToString()).ToList();
                return new Target(load, directory.NameOfUser(load.OwnerId) ?? "", Math.Min(able, Math.Max(0, load.Capacity - load.ActiveBindings)), all.Count(f => f.customer.AiAgentId == load.AiAgentId),
                    [.. Enum.GetValues<AgentCheckKind>().Select(kind => new Check(kind, kind switch { AgentCheckKind.Channel => channels, AgentCheckKind.Language => spoken, AgentCheckKind.Cap => caps, _ => [] }, all.Count(f => f.fit.Passed(kind))))]);
            });
            return new Answer([.. targets.OrderByDescending(t => t.Fits).ThenByDescending(t => t.Checks[(int)AgentCheckKind.Hours].Passed).ThenByDescending(t => t.Checks[(int)AgentCheckKind.Attended].Passed).ThenByDescending(t => t.Checks[(int)AgentCheckKind.Language].Passed)
                .ThenBy(t => t.Agent.ActiveBindings).ThenBy(t => t.Agent.CreatedAt).ThenBy(t => t.Agent.AiAgentId)]);
        }
    }
}
