using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>拒绝请求: what the customer asked for is not done, for a reason that the law knows and the customer was told.</summary>
public static class RefuseDataRequest
{
    /// <summary>Why requests are refused, as codes.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["identity_unproven", "must_be_kept", "legal_claim", "no_data"];

    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    public sealed record Command(Guid OperationId, SeenRequest Seen, string Reason) : ICommand<DataRequestAnswer>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            this.Request(c => c.Seen);
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage("A reason must be chosen.").WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<DataRequestAnswer>>
    {
        public Task<Result<DataRequestAnswer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(RequestBook.Act(change, request.Seen, "data_request.refused", asked =>
        {
            asked.Refuse(request.Reason, change.Actor.Id, change.Now);
            return null;
        }));
    }
}
