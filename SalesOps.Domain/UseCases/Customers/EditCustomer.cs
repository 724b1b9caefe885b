using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>修改客户: its name, by which search finds it, and what is noted about it; can be undone.</summary>
public static class EditCustomer
{
    /// <summary>Characters.</summary>
    public const int LongestName = 200;
    /// <summary>Characters.</summary>
    public const int LongestNote = 2000;

    /// <param name="Seen">What stood there when the edit began; when it stands otherwise by now, nothing is written over it.</param>
    /// <param name="Note">Null or empty for none.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, CustomerTraits Seen, string Name, string? Note) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;

        internal CustomerTraits To => new(Fold.Composed(Name.Trim()), Fold.Composed((Note ?? "").Trim().ReplaceLineEndings("\n")));
    }

    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid EditId, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Seen).NotNull();
            RuleFor(c => c.Name).Cascade(CascadeMode.Stop).Visible().MaximumLength(LongestName).WithErrorCode("too_long").PlainText();
            RuleFor(c => c.Note).MaximumLength(LongestNote).WithErrorCode("too_long").SoundText();
        }
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var customer = await change.Store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken);
            if (customer is null) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if (customer.Traits != request.Seen) return Error.Stale("The customer");
            var to = request.To;
            if (to == customer.Traits) return Error.Invalid("name", "Nothing is different.", "same");
            var edit = new CustomerEdit(change.NewId(), customer, to, change.Actor.Id, change.Now);
            customer.Describe(to);
            change.Add(edit);
            change.Record("customer.edited", customer, edit);
            return new Answer(edit.Id, edit.FinalAt);
        }
    }
}
