using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>撤销: takes back one's own edit of a customer within ten seconds, unless somebody edited it again since.</summary>
public static class UndoCustomerEdit
{
    public sealed record Command(Guid OperationId, Guid EditId) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(Guid CustomerId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.EditId).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var edit = change.Find<CustomerEdit>(request.EditId);
            var customer = edit is null ? null : await change.Store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == edit.CustomerId, cancellationToken);
            if (edit is null || customer is null) return Error.NotFound("The edit");
            if (Refusals.Undoing(change, edit) is { } refused) return refused;
            if (customer.ErasedAt is not null || customer.Traits != edit.After) return Refusals.BuiltOn;
            customer.Describe(edit.Before);
            edit.Undo(change.Now);
            change.Record("customer.edit_undone", customer, edit);
            return new Answer(customer.Id);
        }
    }
}
