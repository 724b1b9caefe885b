using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>批量通过、批量驳回: the same decision about many reviews of one kind, each carried out or refused by itself.</summary>
public static class DecideReviews
{
    public const int Most = Bulk.Most;

    /// <param name="Rejection">Null approves them.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Seen> Reviews, Rejection? Rejection) : ICommand<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <summary>See <see cref="RejectReview.Command"/>.</summary>
    public sealed record Rejection(string Reason, NextStep NextStep, string? Note = null);

    /// <summary>One of the two is null.</summary>
    /// <param name="Refused">Why it was not decided.</param>
    public sealed record Line(Guid ReviewId, Decided? Decided, Error? Refused);

    /// <param name="Lines">In the order they were asked.</param>
    public sealed record Answer(IReadOnlyList<Line> Lines);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(IValidator<RejectReview.Command> single)
        {
            this.Rows(c => c.Reviews, r => r.ReviewId);
            RuleFor(c => c).Custom((command, context) =>
            {
                if (command is { Rejection: { } r, Reviews: [{ } first, ..] })
                    foreach (var failure in single.Validate(new RejectReview.Command(command.OperationId, first, r.Reason, r.NextStep, r.Note)).Errors) context.AddFailure(failure);
            });
        }
    }

    internal sealed class Handler(Change change, IRequestHandler<ApproveReview.Command, Result<Decided>> approve, IRequestHandler<RejectReview.Command, Result<Decided>> reject)
        : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var ids = request.Reviews.Select(r => r.ReviewId).ToList();
            if (await change.Store.Reviews.AsNoTracking().Where(r => ids.Contains(r.Id)).Select(r => r.Kind).Distinct().CountAsync(cancellationToken) > 1)
                return Error.Invalid("reviews", "They are not of one kind.", "one_kind");
            var lines = new List<Line>(ids.Count);
            foreach (var seen in request.Reviews)
            {
                var answer = request.Rejection is { } r
                    ? await reject.Handle(new RejectReview.Command(request.OperationId, seen, r.Reason, r.NextStep, r.Note), cancellationToken)
                    : await approve.Handle(new ApproveReview.Command(request.OperationId, seen), cancellationToken);
                lines.Add(new Line(seen.ReviewId, answer.Succeeded ? answer.Value : null, answer.Succeeded ? null : answer.Errors[0]));
            }
            // Nothing was decided, so there is nothing to answer again to the same operation.
            return lines.TrueForAll(l => l.Refused is not null) ? lines[0].Refused! : new Answer(lines);
        }
    }
}
