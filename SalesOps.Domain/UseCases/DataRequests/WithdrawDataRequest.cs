using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>撤回请求: it was filed by mistake, or the customer no longer asks for it. Also how the filing is undone.</summary>
public static class WithdrawDataRequest
{
    public sealed record Command(Guid OperationId, SeenRequest Seen) : ICommand<DataRequestAnswer>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => this.Request(c => c.Seen);
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<DataRequestAnswer>>
    {
        public Task<Result<DataRequestAnswer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(RequestBook.Act(change, request.Seen, "data_request.withdrawn", asked =>
        {
            asked.Withdraw(change.Actor.Id, change.Now);
            return null;
        }));
    }
}
