using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>What an erasure does, whoever asked for it.</summary>
internal sealed class Erasing(Change change)
{
    /// <summary>Empties every personal column about the customer, closes what waits for a person, completes what the customer asked, and destroys the key.</summary>
    /// <param name="reason">A reason code.</param>
    public async Task<(int Messages, int ChannelAccounts)> EraseAsync(Customer customer, string reason, CancellationToken cancellationToken)
    {
        var (store, id) = (change.Store, customer.Id);
        var messages = await store.Messages.Where(m => m.CustomerId == id).ToListAsync(cancellationToken);
        foreach (var message in messages) message.Erase();
        var accounts = await store.ChannelIdentities.Where(i => i.CustomerId == id).ToListAsync(cancellationToken);
        foreach (var account in accounts) change.Remove(account);
        foreach (var decision in await store.Decisions.Where(d => d.CustomerId == id && d.Note != null).ToListAsync(cancellationToken)) decision.Erase();
        foreach (var read in await store.Understandings.Where(u => u.CustomerId == id && u.Gloss != null).ToListAsync(cancellationToken)) read.Erase();
        foreach (var handover in await store.Handovers.Where(h => h.CustomerId == id && h.Note != null).ToListAsync(cancellationToken)) handover.Erase();
        foreach (var task in await store.WorkTasks.Where(t => t.CustomerId == id && t.Note != null).ToListAsync(cancellationToken)) task.Erase();
        foreach (var edit in await store.CustomerEdits.Where(e => e.CustomerId == id).ToListAsync(cancellationToken)) edit.Erase();
        foreach (var consent in await store.Consents.Where(c => c.CustomerId == id && c.Note != null).ToListAsync(cancellationToken)) consent.Erase();
        foreach (var request in await store.DataRequests.Where(r => r.CustomerId == id && (r.EndedAt == null || r.Note != null)).ToListAsync(cancellationToken))
        {
            if (request is { Kind: DataRequestKind.Erasure, IsPending: true }) request.Complete(messages.Count, accounts.Count, change.Actor.Id, change.Now);
            request.Erase();
        }
        await CloseAsync(customer, cancellationToken);
        customer.Erase(reason, change.Now);
        change.RecordErasure(customer);
        await EraseMergedAsync(customer, reason, cancellationToken);
        return (messages.Count, accounts.Count);
    }

    /// <summary>
    /// Erases those who went into the customer along with it. When the customer itself was once in another, that one's sealed past holds its
    /// messages and goes; what is the other's own now is said anew.
    /// </summary>
    private async Task EraseMergedAsync(Customer customer, string reason, CancellationToken cancellationToken)
    {
        var store = change.Store;
        var gone = new HashSet<Guid> { customer.Id };
        foreach (var merge in await Merging.OfAsync(store, customer.Id, cancellationToken))
        {
            gone.Add(merge.CustomerId);
            merge.Erase(change.Now);
            change.RecordErasure(merge, reason);
        }
        var others = await store.Merges.Where(m => gone.Contains(m.CustomerId) && !gone.Contains(m.IntoId)).Select(m => m.IntoId).Distinct().ToListAsync(cancellationToken);
        foreach (var other in others) await ResealAsync(other, cancellationToken);
    }

    private async Task ResealAsync(Guid id, CancellationToken cancellationToken)
    {
        var store = change.Store;
        // Gone by themselves, or as part of somebody who is.
        var other = await store.Customers.FirstOrDefaultAsync(c => c.Id == id, cancellationToken);
        var merges = await store.Merges.Where(m => m.CustomerId == id).OrderByDescending(m => m.Id).ToListAsync(cancellationToken);
        if (other?.ErasedAt is not null || merges.Exists(m => m.ErasedAt is not null)) return;
        List<object> rows = [.. await CustomerRows.ReadAsync(store, id, cancellationToken), .. merges];
        if (other is not null) rows.Add(other);
        change.RecordReseal((object?)other ?? merges[0], id, rows);
    }

    /// <summary>Ends what somebody would still have to do or say.</summary>
    private async Task CloseAsync(Customer customer, CancellationToken cancellationToken)
    {
        var (store, id) = (change.Store, customer.Id);
        foreach (var task in await store.WorkTasks.Where(t => t.CustomerId == id && t.Status == WorkTaskStatus.Open).ToListAsync(cancellationToken))
            task.Cancel(customer, change.Now);
        foreach (var review in await store.Reviews.Where(r => r.CustomerId == id && r.Status == ReviewStatus.Pending).ToListAsync(cancellationToken))
            review.Withdraw();
        foreach (var understanding in await store.Understandings.Where(u => u.CustomerId == id && u.Review == ReviewStatus.Pending).ToListAsync(cancellationToken))
            understanding.Withdraw();
        foreach (var transition in await store.StateTransitions.Where(t => t.CustomerId == id && t.Status == TransitionStatus.Pending).ToListAsync(cancellationToken))
            transition.Withdraw();
        foreach (var handover in await store.Handovers.Where(h => h.CustomerId == id && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null).ToListAsync(cancellationToken))
            handover.End(change.Now);
        foreach (var assignment in await store.Assignments.Where(a => a.CustomerId == id && a.Status == AssignmentStatus.Active).ToListAsync(cancellationToken))
            assignment.Close(change.Now);
        foreach (var conversation in await store.Conversations.Where(c => c.CustomerId == id).ToListAsync(cancellationToken))
        {
            conversation.Close();
            conversation.Answered();
        }
    }
}
