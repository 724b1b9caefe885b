using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>安排休假: plans when a person is away and who stands in, or plans one that is not over otherwise. What follows from it <see cref="FollowAbsences"/> does when it is time.</summary>
public static class PlanAbsence
{
    /// <summary>Who says "from now on" may have taken so long to say it.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(15);

    /// <param name="From">UTC; of one that has begun it stays what it was.</param>
    /// <param name="Until">UTC.</param>
    /// <param name="Changes">The absence that is planned otherwise; null for a new one.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, DateTime From, DateTime Until, Guid StandInId, Seen? Changes = null) : ICommand<Answer>
    {
        public static Access Access => Access.Planners;
    }

    /// <summary>An absence as it was seen.</summary>
    public sealed record Seen(Guid AbsenceId, int Version);

    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid AbsenceId, int Version, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time)
        {
            DateTime Now() => time.GetUtcNow().UtcDateTime;
            RuleFor(c => c.SalesUserId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.From).Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("required").Must((c, from) => c.Changes is not null || from >= Now() - Slack).WithMessage("It must not begin in the past.").WithErrorCode("past")
                .Must(from => from <= Now() + AbsenceRules.Longest).WithMessage("It must begin within a year.").WithErrorCode("within_year");
            RuleFor(c => c.Until).Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("required").Must(until => until > Now()).WithMessage("It must end in the future.").WithErrorCode("past")
                .Must((c, until) => until > c.From && until - c.From <= AbsenceRules.Longest).WithMessage("It must end after it begins, within a year.").WithErrorCode("after");
            RuleFor(c => c.StandInId).NotEmpty().WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Plan(request));

        private Result<Answer> Plan(Command request)
        {
            if (!change.Directory.SalesUsers.TryGetValue(request.SalesUserId, out var person)) return Error.NotFound("The person");
            if (!person.IsActive) return Error.Conflict("The person is disabled.", "disabled");
            var planned = request.Changes is { } seen ? change.Find<Absence>(seen.AbsenceId) : null;
            if (request.Changes is not null && planned?.SalesUserId != person.Id) return Error.NotFound("The absence");
            if (planned?.EndedAt is not null || planned?.Until <= change.Now) return Error.Conflict("The absence is over.", "absence_over");
            if (planned is not null && planned.Version != request.Changes!.Version) return Error.Stale("The absence");

            var from = planned?.From <= change.Now ? planned.From : request.From > change.Now ? request.From : change.Now;
            var terms = new AbsenceTerms(WholeSecond(from), WholeSecond(request.Until), request.StandInId);
            if (planned is not null && from != planned.From && request.From < change.Now - Slack) return Error.Invalid("from", "It must not begin in the past.", "past");
            if (planned?.Terms == terms) return Error.Invalid("until", "Nothing is different.", "same");
            if (AbsenceRules.Refuse(change.Directory, person, terms, planned?.Id, keeps: planned?.StandInId == terms.StandInId) is { } refused) return refused;
            return File(person, planned, terms);
        }

        private Answer File(SalesUser person, Absence? planned, AbsenceTerms terms)
        {
            var absence = planned ?? new Absence(change.NewId(), person.Id, terms, change.Actor.Id, change.Now);
            if (planned is null) change.Add(absence);
            else absence.Change(terms, change.Actor.Id, change.Now);
            change.Record(planned is null ? "absence.planned" : "absence.changed", absence);
            return new Answer(absence.Id, absence.Version, absence.FinalAt);
        }

        private static DateTime WholeSecond(DateTime at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
    }
}
