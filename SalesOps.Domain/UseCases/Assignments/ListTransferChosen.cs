using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>转移谁: the chosen customers by name, a part at a time, and who of them does not fit an agent.</summary>
public static class ListTransferChosen
{
    /// <param name="AiAgentId">The agent that they may go to; null while none is chosen.</param>
    /// <param name="Skip">How many to pass over.</param>
    public sealed record Query(IReadOnlyList<Guid> Customers, Guid? AiAgentId, int Skip = 0) : IQuery<CountedRows>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => this.Rows(q => q.Customers, id => id, Bulk.MostChosen);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<CountedRows>>
    {
        public async Task<Result<CountedRows>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (counters, directory, _) = lane.Last;
            var ids = request.Customers.Skip(Math.Max(0, request.Skip)).Take(CountedRows.Most).ToList();
            var customers = await store.Customers.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name, c.Channel, c.AiAgentId }).ToDictionaryAsync(c => c.Id, cancellationToken);
            var served = (await store.Conversations.Where(c => ids.Contains(c.CustomerId)).Select(c => new { c.CustomerId, c.Channel }).ToListAsync(cancellationToken))
                .Concat(customers.Values.Select(c => new { CustomerId = c.Id, c.Channel })).Distinct().ToLookup(c => c.CustomerId, c => c.Channel);
            var languages = await Binding.LanguagesAsync(store, ids);
            var loads = Binding.Loads(directory, time.GetUtcNow().UtcDateTime, id => counters[Model.Counters.ActiveBindings, id], await Holdings.ReadAsync(store, directory, cancellationToken)).ToList();
            return new CountedRows(request.Customers.Count, [.. ids.Where(customers.ContainsKey).Select(id => new CountedRow(id, id, customers[id].Name, Refused(id)))]);

            // As the transfer itself says it.
            string? Refused(Guid id)
            {
                if (request.AiAgentId is not { } to) return null;
                if (customers[id].AiAgentId == to) return "same_agent";
                var fit = AssignmentPolicy.Choose(customers[id].Channel, [.. served[id].Order()], languages.GetValueOrDefault(id), loads).Agents.FirstOrDefault(f => f.Agent.AiAgentId == to);
                return fit is null || fit.Fits ? null : $"target_{fit.Checks.First(c => !c.Passed && c.IsDemanded).Kind.Code()}";
            }
        }
    }
}
