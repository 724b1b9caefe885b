using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>暂离 / 在岗: a person says to be away, or here; an admin may say so for another. It ends no session and moves nothing: see <see cref="Attendance"/> for what follows from it.</summary>
public static class SetAvailability
{
    internal const string Action = "sales_user.availability";

    /// <param name="Seen">Since when the person was away, as it was seen; null for here. UTC.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, bool IsAway, DateTime? Seen) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="AwaySince">UTC; null for here.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(DateTime? AwaySince, DateTime FinalAt);

    /// <summary>Whether the caller says it for that person.</summary>
    public static bool MaySay(Caller caller, Guid salesUserId) => caller.SalesUserId == salesUserId || caller.Kind == CallerKind.System || caller.Role == Role.Admin;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.SalesUserId).NotEmpty().WithErrorCode("choose");
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Set(request));

        private Result<Answer> Set(Command request)
        {
            if (change.Find<SalesUser>(request.SalesUserId) is not { } person || !(caller.Current.Sees(person.Id) || MaySay(caller.Current, person.Id))) return Error.NotFound("The person");
            if (!MaySay(caller.Current, person.Id)) return new Error(ErrorKind.Forbidden, "Only an admin says so for somebody else.");
            if (!person.IsActive) return Error.Conflict("The person is disabled.", "disabled");
            if (person.AwaySince != request.Seen) return Error.Stale("The person");
            if (person.AwaySince is not null == request.IsAway) return Error.Invalid("isAway", "Nothing is different.", "same");
            person.BeAway(request.IsAway ? change.Now : null);
            change.Record(Action, person);
            return new Answer(person.AwaySince, change.Now + UndoWindow.Length);
        }
    }
}
