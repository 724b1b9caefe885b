using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>What an undo gives back.</summary>
internal sealed partial class Belongings
{
    /// <summary>Gives the customer back to where it was, as if it had never been moved. What came in meanwhile comes along.</summary>
    /// <param name="next">The assignment made meanwhile, which goes; null when there is none.</param>
    /// <param name="before">The assignment that ended, and goes on.</param>
    /// <param name="task">The task that asked to bind the customer, which goes; null when there is none.</param>
    /// <param name="handover">The handover that goes; null when there is none.</param>
    public void Return(Assignment? next, Assignment before, WorkTask? task, Handover? handover = null)
    {
        var customer = _customers[before.CustomerId];
        var (endedAt, resumed) = (before.EndedAt, new List<object>());
        if (next is not null) _change.Remove(next);
        before.Reopen();
        customer.Bind(before.AiAgentId, before.SalesUserId);
        foreach (var conversation in _conversationsOf[customer.Id])
        {
            conversation.PassOn();
            if (next is null)
                resumed.AddRange(_takeovers.Where(h => h.ConversationId == conversation.Id && h.EndedAt == endedAt && h.ById == before.SalesUserId && Takeover.Resume(_change, customer, conversation, h)));
        }
        var handed = Hand(customer.Id, next?.SalesUserId, before.AiAgentId, before.SalesUserId);
        if (handover is not null) _change.Remove(handover);
        if (task is not null)
        {
            customer.TaskClosed();
            _change.Remove(task);
        }
        _change.Record("customer.transfer_undone", customer, [.. new object?[] { next, before, task, handover }.OfType<object>(), .. resumed, .. handed]);
    }

    /// <summary>The customer who had waited waits on, as if it had never been bound. What came in meanwhile comes along.</summary>
    /// <param name="taken">The assignment made meanwhile, which goes.</param>
    public async Task WaitOnAsync(Assignment taken, Holdings holdings)
    {
        var id = taken.CustomerId;
        var asked = await _change.Store.WorkTasks.Where(t => t.CustomerId == id && t.Kind == TaskKind.BindCustomer && t.Status == WorkTaskStatus.Done && t.EndedAt == taken.CreatedAt).ToListAsync();
        var first = await _change.Store.Assignments.AnyAsync(a => a.CustomerId == id && a.Id != taken.Id) ? null
            : _tasksOf[id].FirstOrDefault(t => t.Kind == TaskKind.FirstContact && t.CreatedAt == taken.CreatedAt && t.SalesUserId == taken.SalesUserId && t.DueAt == _change.Directory.Settings.DueAt(t.Kind, t.CreatedAt));
        List<IOfCustomer> rows = [.. _conversationsOf[id], .. _reviewsOf[id], .. _tasksOf[id], .. _takeovers.Where(h => h.CustomerId == id), .. asked];
        _change.Record("customer.transfer_undone", _customers[id], [.. WaitingOn.Begin(_change, _customers[id], taken, rows, holdings, first), .. rows.OfType<Handover>()]);
    }
}
