using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>
/// 强制释放: takes a review from the person who holds it. The review gets a new version, so that what that person still decides is stale
/// and whoever looks at the new version can claim it.
/// </summary>
public static class ReleaseReview
{
    /// <param name="HolderId">From whom, as seen.</param>
    public sealed record Command(Guid OperationId, Guid ReviewId, Guid HolderId) : ICommand<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Version">The review's new version.</param>
    public sealed record Answer(int Version);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.HolderId).NotEmpty();
    }

    internal sealed class Handler(Change change, ClaimBoard claims) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await change.Store.Reviews.FirstOrDefaultAsync(r => r.Id == request.ReviewId, cancellationToken) is not { } review) return Error.NotFound("The review");
            if (request.HolderId == change.Actor.Id) return Error.Invalid("holderId", "It is your own.", "own");
            if (review.Status != ReviewStatus.Pending || claims[review.Id] is not { } claim || claim.UserId != request.HolderId || claim.Version != review.Version)
                return Error.Conflict("That person does not hold it any more.", "free");
            review.TakeFrom(claim.UserId);
            change.Record("review.released", review);
            return new Answer(review.Version);
        }
    }
}
