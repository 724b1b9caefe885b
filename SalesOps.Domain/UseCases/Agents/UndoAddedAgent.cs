using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>撤销新增: within ten seconds an AI agent that was added is gone without a trace but the journal's, while nobody was bound to it and nobody edited it.</summary>
public static class UndoAddedAgent
{
    /// <param name="Deed">The operation that added it.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ICommand<Done>
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Deed).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (id, _, refused) = await PastDeed.FindAsync(change, request.Deed, AddAiAgent.Action, cancellationToken);
            if (refused is not null) return refused;
            if (change.Find<AiAgent>(id) is not { } agent) return Refusals.Undone;
            var store = change.Store;
            // Each of its edits made its version grow.
            if (agent.Version != AiAgent.FirstVersion || await store.Assignments.AnyAsync(a => a.AiAgentId == id, cancellationToken)
                || await store.SettingChanges.AnyAsync(s => s.AiAgentId == id, cancellationToken)) return Refusals.BuiltOn;
            change.Remove(agent);
            change.Record("ai_agent.adding_undone", agent);
            return Done.It;
        }
    }
}
