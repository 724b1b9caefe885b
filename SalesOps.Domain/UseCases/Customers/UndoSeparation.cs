using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// 撤销拆分: within ten seconds both are one again, as they were: with the agent they had, and held by who held them. What both wrote since goes along.
/// Nothing is undone once somebody gave one of them to another agent.
/// </summary>
public static class UndoSeparation
{
    /// <param name="Deed">The operation that separated them.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, SeparateCustomers.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            var store = Change.Store;
            if (Change.Find<Customer>(deed.Id) is not { } other) return Refusals.Undone;
            var apart = await store.Merges.FirstOrDefaultAsync(m => m.CustomerId == deed.Id && m.SeparatedAt == deed.At, cancellationToken);
            if (apart is null || Change.Find<Customer>(apart.IntoId) is not { } customer) return Refusals.BuiltOn;
            if (await store.Assignments.AnyAsync(a => (a.CustomerId == customer.Id || a.CustomerId == other.Id) && (a.CreatedAt > deed.At || a.EndedAt > deed.At || a.LeavingSince > deed.At), cancellationToken))
                return Refusals.BuiltOn;
            if (customer.ErasedAt is not null || other.ErasedAt is not null) return Refusals.Erased;
            // Somebody went into one of them since, maybe with an account on a channel of the other.
            if (await store.Merges.AnyAsync(m => (m.IntoId == customer.Id || m.IntoId == other.Id) && m.At >= deed.At && m.SeparatedAt == null, cancellationToken)) return Refusals.BuiltOn;

            var rows = await CustomerRows.ReadAsync(store, other.Id, cancellationToken);
            // Separated as soon as merged, the one who stayed had given the place back.
            var isPlaceBack = deed.At <= apart.At + UndoWindow.Length && !customer.IsBound;
            if (isPlaceBack && other.AiAgentId is { } now && Change.Directory.AiAgents[now] is var by && !(by.Status == AgentStatus.Active && by.Channels.Contains(customer.Channel))) return Refusals.BuiltOn;
            if (isPlaceBack && await Merging.RefuseCapAsync(store, Change.Directory, customer, other, cancellationToken) is { } full) return full;
            List<object> bound = isPlaceBack && other.AiAgentId is { } agent ? await Binding.BindWaitingAsync(Change, customer, Change.Directory.AiAgents[agent], TakenPlace.Reason, isMet: true) : [];
            LetGo(other, customer, rows, deed.At);
            Merging.Join(Change, customer, other, rows, bound);
            await ResumeAsync(customer, other, deed.At, cancellationToken);
            return null;
        }

        /// <summary>The binding and the task that the separation made leave no row.</summary>
        private void LetGo(Customer other, Customer customer, List<IOfCustomer> rows, DateTime at)
        {
            foreach (var row in rows.Where(r => r is Assignment { Status: AssignmentStatus.Active } a ? a.CreatedAt == at
                : r is WorkTask { Kind: TaskKind.BindCustomer, Status: WorkTaskStatus.Open } t && t.CreatedAt == at).ToList())
            {
                rows.Remove(row);
                Change.Remove(row);
                if (row is WorkTask) other.TaskClosed();
            }
            if (customer.IsBound) return;
            // Both waited while they were one.
            if (other.SalesUserId is { } taken)
            {
                foreach (var task in rows.OfType<WorkTask>().Where(t => t.Status == WorkTaskStatus.Open)) WaitingOn.LetGo(Change, task, taken);
                other.Unbind(Change.Now);
            }
            foreach (var conversation in rows.OfType<Conversation>()) conversation.TakeFromAi();
        }

        /// <summary>Takeovers go on that ended because the customer was left with nobody; not of who is gone by now, or of a conversation that somebody else took over.</summary>
        private async Task ResumeAsync(Customer customer, Customer other, DateTime at, CancellationToken cancellationToken)
        {
            foreach (var ended in await Change.Store.Handovers.Where(h => (h.CustomerId == customer.Id || h.CustomerId == other.Id) && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == at).ToListAsync(cancellationToken))
            {
                if (ended.ConversationId is not { } id || Change.Find<Conversation>(id) is not { } conversation || Change.Directory.SalesUsers.GetValueOrDefault(ended.ById ?? Guid.Empty) is not { IsActive: true } holder
                    || !Caller.Person(holder).Sees(customer.SalesUserId ?? Guid.Empty) || !Takeover.Resume(Change, customer, conversation, ended)) continue;
                ended.PassTo(holder.Id, customer.SalesUserId);
            }
        }
    }
}
