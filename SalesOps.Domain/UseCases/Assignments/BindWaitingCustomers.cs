using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Binds customers who wait unbound, the longest waiting first, as far as agents have room; sent when an agent comes or gets room, and when somebody begins to wait where there is some.</summary>
public static class BindWaitingCustomers
{
    private const int AtOnce = 50;

    public sealed record Command(Guid OperationId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="Bound">How many found an agent.</param>
    /// <param name="IsMore">More wait than were looked at.</param>
    public sealed record Answer(int Bound, bool IsMore);

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var holdings = new Holdings(change);
            // Whom nobody can serve does not stand in the way of those behind.
            var open = Enum.GetValues<Channel>().Where(channel => change.CountWaiting(channel) > 0 && Binding.Choose(change, channel, null, holdings).AiAgentId is not null).ToList();
            if (open.Count == 0) return Error.Conflict("No agent has room for anybody who waits.");
            var waiting = await change.Store.Customers.Where(Model.Counters.UnboundCustomers.Rows).Where(c => open.Contains(c.Channel))
                .OrderBy(c => c.WaitingSince).ThenBy(c => c.Id).Take(AtOnce).ToListAsync(cancellationToken);
            var languages = await Binding.LanguagesAsync(change.Store, [.. waiting.Select(c => c.Id)]);
            var bound = 0;
            foreach (var customer in waiting)
                if (await BindAsync(customer, languages.GetValueOrDefault(customer.Id), holdings)) bound++;
            return new Answer(bound, waiting.Count == AtOnce);
        }

        private async Task<bool> BindAsync(Customer customer, string? language, Holdings holdings)
        {
            var channels = Binding.Channels(change, customer.Id, customer.Channel, customer.IsSeveral);
            if (Binding.Route(change, customer.Channel, channels, language, holdings).AiAgentId is not { } agentId) return false;
            holdings.Add(agentId, customer.Channel, 1);
            change.Record(Binding.Waited, customer, [.. await Binding.BindWaitingAsync(change, customer, change.Directory.AiAgents[agentId])]);
            return true;
        }
    }
}
