using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>转移谁: the chosen customers by name, a part at a time, and who of them does not fit an agent, on top of the ones before.</summary>
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
            // Whether the last fits follows from all before.
            var page = request.Customers.Skip(Math.Max(0, request.Skip)).Take(CountedRows.Most).ToList();
            var ids = request.AiAgentId is null ? page : [.. request.Customers.Take(Math.Max(0, request.Skip) + page.Count)];
            var customers = await store.Customers.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name, c.Channel, c.AiAgentId, c.ErasedAt }).ToDictionaryAsync(c => c.Id, cancellationToken);
            var served = await Binding.ChannelsAsync(store, ids, customers.Values.Select(c => (c.Id, c.Channel)), cancellationToken);
            var languages = await Binding.LanguagesAsync(store, ids);
            var load = Binding.Loads(directory, time.GetUtcNow().UtcDateTime, id => counters[Model.Counters.ActiveBindings, id], await Holdings.ReadAsync(store, directory, cancellationToken)).FirstOrDefault(l => l.AiAgentId == request.AiAgentId);
            var refused = ids.Where(customers.ContainsKey).ToDictionary(id => id, Refused);
            return new CountedRows(request.Customers.Count, [.. page.Where(customers.ContainsKey).Select(id => new CountedRow(id, id, customers[id].Name, refused[id]))]);

            // As the transfer itself says it.
            string? Refused(Guid id)
            {
                if (load is null) return null;
                var customer = customers[id];
                if (customer.ErasedAt is not null) return Refusals.Erased.Code;
                if (customer.AiAgentId == load.AiAgentId) return "same_agent";
                var fit = AssignmentPolicy.Choose(customer.Channel, [.. served[id].Order()], languages.GetValueOrDefault(id), [load]).Agents[0];
                if (!fit.Fits) return $"target_{fit.Checks.First(c => !c.Passed && c.IsDemanded).Kind.Code()}";
                load = load.With(customer.Channel, 1);
                return null;
            }
        }
    }
}
