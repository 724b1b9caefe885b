using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Domain.UseCases.People;

/// <summary>
/// 停用前先交出: gives the AI agents of a person who has more customers than change hands in one command to others. The agents go at once and their customers
/// follow (<see cref="FollowAgentEdits"/>); once all have arrived the person can be disabled.
/// </summary>
public static class GiveAgentsAway
{
    /// <param name="Agents">Who gets each AI agent of the person; none may be left out but those that are disabled and empty.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, IReadOnlyList<DisableSalesUser.Heir> Agents) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Edits">One of each agent; see <see cref="UndoAgentEdit"/>.</param>
    /// <param name="Later">How many customers follow.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(IReadOnlyList<Guid> Edits, long Later, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Agents).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Agents).Must(Heirs.NamesEachOnce).WithMessage("An agent stands in the list twice.").WithErrorCode("twice");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!change.Directory.SalesUsers.TryGetValue(request.SalesUserId, out var user)) return Error.NotFound("The person");
            if (!user.IsActive) return Error.Conflict("The person is disabled already.");
            // They could not be disabled then, and would stay with nothing.
            if (LastAdmin.Is(change.Directory, user)) return LastAdmin.Refused;
            if (await Estate.FollowingAsync(change.Store, change.Directory, user.Id, cancellationToken) is not null) return Refusals.Following;
            if (Heirs.Refuse(change, user.Id, request.Agents) is { } refused) return refused;
            var later = request.Agents.Sum(h => change.Count(Model.Counters.ActiveBindings, h.AiAgentId));
            return new Answer([.. request.Agents.Select(Give)], later, change.Now + UndoWindow.Length);
        }

        private Guid Give(DisableSalesUser.Heir heir)
        {
            var agent = change.Find<AiAgent>(heir.AiAgentId)!;
            var (before, home) = (agent.Traits, agent.HomeOwnerId);
            Heirs.Give(agent, heir.SalesUserId);
            var edit = new AgentEdit(change.NewId(), agent, before, home, [], change.Actor.Id, change.Now);
            agent.Await(edit, StrandedChoice.Stay);
            change.Add(edit);
            change.Record("ai_agent.updated", agent, edit);
            return edit.Id;
        }
    }
}
