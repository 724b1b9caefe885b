using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>撤销: takes back within ten seconds that a request was answered, refused or withdrawn. An erasure is never taken back.</summary>
public static class UndoDataRequest
{
    /// <param name="Seen">As the deed left it.</param>
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
        public async Task<Result<DataRequestAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Find<DataRequest>(request.Seen.RequestId) is not { } asked) return Error.NotFound("The request");
            if (asked.Version != request.Seen.Version) return Error.Stale("The request");
            if (asked.Status is DataRequestStatus.Open or DataRequestStatus.Completed) return Refusals.Final;
            if (Refusals.Undoing(change, asked) is { } refused) return refused;
            var others = change.Store.DataRequests.Where(r => r.CustomerId == asked.CustomerId && r.Id != asked.Id && r.Kind == asked.Kind && r.EndedAt == null);
            var isErased = await change.Store.Customers.AnyAsync(c => c.Id == asked.CustomerId && c.ErasedAt != null, cancellationToken);
            if (isErased || (!asked.IsPending && await others.AnyAsync(cancellationToken))) return Refusals.BuiltOn;
            asked.Undo();
            change.Record("data_request.undone", asked);
            return new DataRequestAnswer(asked.Id, asked.Version, asked.FinalAt);
        }
    }
}
