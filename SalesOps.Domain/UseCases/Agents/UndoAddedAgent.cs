using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>撤销新增: within ten seconds an AI agent that was added is gone without a trace but the journal's, while nobody was bound to it and nobody edited it.</summary>
public static class UndoAddedAgent
{
    /// <param name="Deed">The operation that added it.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, AddAiAgent.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            if (Change.Find<AiAgent>(deed.Id) is not { } agent) return Refusals.Undone;
            var store = Change.Store;
            // Each of its edits made its version grow.
            if (agent.Version != AiAgent.FirstVersion || await store.Assignments.AnyAsync(a => a.AiAgentId == agent.Id, cancellationToken)
                || await store.SettingChanges.AnyAsync(s => s.AiAgentId == agent.Id, cancellationToken)) return Refusals.BuiltOn;
            Change.Remove(agent);
            Change.Record("ai_agent.adding_undone", agent);
            return null;
        }
    }
}
