using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>撤销: takes back within ten seconds what one did with an absence last: planned, changed or ended it. What the stand-in got meanwhile goes back.</summary>
public static class UndoAbsence
{
    /// <param name="Version">The absence's version as the deed left it.</param>
    public sealed record Command(Guid OperationId, Guid AbsenceId, int Version) : ICommand<Answer>
    {
        public static Access Access => Access.Planners;
    }

    /// <param name="Stands">The absence goes on, as it was before; else it is gone.</param>
    public sealed record Answer(Guid SalesUserId, bool Stands);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.AbsenceId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Find<Absence>(request.AbsenceId) is not { } absence) return Error.NotFound("The absence");
            if (Refusals.Undoing(change, absence) is { } refused) return refused;
            var person = change.Directory.SalesUsers[absence.SalesUserId];
            if (absence.Version != request.Version || !person.IsActive
                || (absence.Before is { } before && AbsenceRules.Refuse(change.Directory, person, before, absence.Id, keeps: true) is not null))
                return Refusals.BuiltOn;

            // An absence that was ended had handed over what it had before.
            if (absence is { EndedAt: null, HeirId: { } heir })
                foreach (var handed in absence.Rest) await Handing.TakeBackAsync(change, handed, heir, person.Id, cancellationToken);
            absence.Undo(change.Now);
            change.Record("absence.undone", absence);
            return new Answer(person.Id, absence.EndedAt is null);
        }
    }
}
