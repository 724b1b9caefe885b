using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>提前结束休假: the person is back, or stays after all. What was lent comes home by itself.</summary>
public static class EndAbsence
{
    /// <param name="Version">The absence's version that was seen.</param>
    public sealed record Command(Guid OperationId, Guid AbsenceId, int Version) : ICommand<Answer>
    {
        public static Access Access => Access.Planners;
    }

    /// <param name="WasRunning">It had begun; else it was cancelled.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid AbsenceId, int Version, bool WasRunning, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.AbsenceId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(End(request));

        private Result<Answer> End(Command request)
        {
            if (change.Find<Absence>(request.AbsenceId) is not { } absence) return Error.NotFound("The absence");
            if (absence.EndedAt is not null || absence.Until <= change.Now) return Error.Conflict("The absence is over.", "absence_over");
            if (absence.Version != request.Version) return Error.Stale("The absence");
            absence.End(change.Actor.Id, change.Now);
            change.Record("absence.ended", absence);
            return new Answer(absence.Id, absence.Version, absence.From <= change.Now, absence.FinalAt);
        }
    }
}
