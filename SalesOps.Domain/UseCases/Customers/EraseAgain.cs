using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Erases a customer again who came back with an older backup, and notes who had done so first: that entry is gone with the store of then.</summary>
public static class EraseAgain
{
    /// <param name="Reason">The code of then.</param>
    /// <param name="Earlier">What the list says of the customer, and of those who are in it now.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, string Reason, IReadOnlyList<Listed> Earlier) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    public sealed record Listed(Guid CustomerId, EarlierAct Act);

    /// <param name="Messages">How many messages were emptied.</param>
    /// <param name="ChannelAccounts">How many channel accounts were removed.</param>
    public sealed record Answer(int Messages, int ChannelAccounts);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() =>
            RuleFor(c => c.Reason).Must(reason => EraseCustomer.Reasons.Contains(reason) || reason == Retention.Reason).WithMessage("The reason is none of the program's.").WithErrorCode("choose");
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var customer = await change.Store.Customers.FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken);
            if (customer is null) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Error.Conflict("The customer's personal data is erased already.");
            var (messages, accounts) = await new Erasing(change).EraseAsync(customer, request.Reason, cancellationToken);
            foreach (var (id, act) in request.Earlier) change.RecordEarlier(new EarlierErasure(change.NewId(), id, act.At, act.ById, act.Sequence, act.Hash, act.IsProved));
            return new Answer(messages, accounts);
        }
    }
}
