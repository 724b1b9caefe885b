using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>
/// 撤销: takes back one's own edit of an AI agent within ten seconds, and with it every customer's move. Customers whom somebody moved
/// again since stay where they are; what customers wrote since goes with them.
/// </summary>
public static class UndoAgentEdit
{
    public sealed record Command(Guid OperationId, Guid EditId) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Version">The agent's.</param>
    /// <param name="Returned">How many customers went back.</param>
    /// <param name="Stayed">How many were moved again since, and stay there.</param>
    /// <param name="Later">How many followed in parts, and come back in parts: all but those who were moved again by then.</param>
    public sealed record Answer(Guid AiAgentId, int Version, int Returned, int Stayed, int Later = 0);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.EditId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await change.Store.AgentEdits.FirstOrDefaultAsync(e => e.Id == request.EditId, cancellationToken) is not { } edit) return Error.NotFound("The edit");
            if (Refusals.Undoing(change, edit) is { } refused) return refused;
            var agent = change.Find<AiAgent>(edit.AiAgentId)!;
            if (agent.Version != edit.Version || AgentRules.Refuse(change.Directory, edit.Before, agent, takesBack: true) is not null)
                return Refusals.BuiltOn;

            if (edit.Choice is not null)
            {
                var parts = await change.Store.AgentEdits.AsNoTracking().Where(e => e.PartOfId == edit.Id).Select(e => e.Customers).ToListAsync(cancellationToken);
                AgentReturn.UndoInParts(change, agent, edit);
                return new Answer(agent.Id, agent.Version, 0, 0, parts.SelectMany(p => p).Select(c => c.CustomerId).Distinct().Count());
            }
            var returned = await AgentReturn.UndoAsync(change, agent, edit);
            return new Answer(agent.Id, agent.Version, returned, edit.Customers.Count - returned);
        }
    }
}
