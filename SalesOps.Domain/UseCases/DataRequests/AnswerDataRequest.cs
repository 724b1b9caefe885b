using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>已答复: notes that the customer was told what happens to a request. What is due next is that it is done.</summary>
public static class AnswerDataRequest
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
        public Task<Result<DataRequestAnswer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(RequestBook.Act(change, request.Seen, "data_request.answered", asked =>
        {
            if (asked.Status == DataRequestStatus.Answered) return Error.Conflict("The customer was answered already.", "request_answered");
            asked.Answer(change.Actor.Id, change.Now);
            return null;
        }));
    }
}
