using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Counting;

/// <summary>
/// The lane's counts of an agent's customers by channel, and of those who wait for one. Each is counted by an index when it is first asked for, and kept from there on by the rows that
/// commands write, so that a message pays nothing where no agent has a cap, and counts nobody anew where one has.
/// </summary>
internal sealed class ChannelTallies(RowReader reader)
{
    private readonly Dictionary<(Guid Agent, Channel Channel), long> _held = [];
    private Dictionary<Channel, long>? _waiting;

    /// <summary>How many customers of the agent last wrote from the channel, before the running command. A customer is bound and unbound with its assignment.</summary>
    public long Of(Guid agent, Channel channel)
    {
        if (!_held.TryGetValue((agent, channel), out var held))
            _held.Add((agent, channel), held = reader.Count<Customer>((nameof(Customer.AiAgentId), agent), (nameof(Customer.Channel), channel.Code())));
        return held;
    }

    /// <summary>How many customers who wait unbound last wrote from the channel, before the running command.</summary>
    public long Waiting(Channel channel) => (_waiting ??= reader.CountWaiting()).GetValueOrDefault(channel);

    public void Apply(List<RowChange> changes)
    {
        if (_held.Count == 0 && _waiting is null) return;
        foreach (var change in changes)
        {
            if (change.Before is Customer before) Add(before, -1);
            if (change.State != EntityState.Deleted && change.Row is Customer customer) Add(customer, 1);
        }
    }

    /// <summary>After a rollback: what was counted or added may not be so.</summary>
    public void Discard()
    {
        _held.Clear();
        _waiting = null;
    }

    private void Add(Customer customer, int by)
    {
        if (_waiting is not null && customer is { AiAgentId: null, ErasedAt: null }) _waiting[customer.Channel] = _waiting.GetValueOrDefault(customer.Channel) + by;
        if (customer.AiAgentId is { } agent && _held.TryGetValue((agent, customer.Channel), out var held)) _held[(agent, customer.Channel)] = held + by;
    }
}
