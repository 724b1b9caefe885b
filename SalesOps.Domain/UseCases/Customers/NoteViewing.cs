using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Audit;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>查看客户: notes on the audit log who opens a customer's file, before it is read. Within an hour the same person looks once.</summary>
public static class NoteViewing
{
    public sealed record Command(Guid OperationId, Guid CustomerId) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;

        /// <summary>The command of a person's hour: whoever opens the file again in it, reloads the page or has it in two tabs sends the same.</summary>
        /// <param name="now">UTC.</param>
        public static Command Of(Guid personId, Guid customerId, DateTime now) =>
            new(Operations.IdOf("viewing", personId.ToString(), customerId.ToString(), now.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)), customerId);
    }

    public sealed record Answer(Guid ViewingId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.CustomerId).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var customer = await change.Store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken);
            if (customer is null) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            var viewing = new Viewing(change.NewId(), customer.Id, change.Actor.Id, change.Now);
            change.Add(viewing);
            change.Record(AuditActions.Viewed, viewing);
            return new Answer(viewing.Id);
        }
    }
}
