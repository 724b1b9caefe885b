using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Domain.UseCases.People;

/// <summary>撤销交出: takes back within ten seconds that the AI agents of a person were given away (<see cref="GiveAgentsAway"/>): all of them, or, when one cannot come back, none.</summary>
public static class UndoGivenAgents
{
    /// <param name="Edits">One of each agent.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Guid> Edits) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Later">How many customers had followed, and come back in parts.</param>
    public sealed record Answer(int Later);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Edits).NotEmpty().Must(edits => edits is null || edits.Distinct().Count() == edits.Count).WithMessage("An edit stands there twice.");
    }

    internal sealed class Handler(IRequestHandler<UndoAgentEdit.Command, Result<UndoAgentEdit.Answer>> single) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var later = 0;
            foreach (var edit in request.Edits)
            {
                var undone = await single.Handle(new UndoAgentEdit.Command(request.OperationId, edit), cancellationToken);
                // A refused command leaves nothing behind, the edits before this one included.
                if (!undone.Succeeded) return Result<Answer>.Fail(undone.Errors);
                later += undone.Value.Later + undone.Value.Returned;
            }
            return new Answer(later);
        }
    }
}
