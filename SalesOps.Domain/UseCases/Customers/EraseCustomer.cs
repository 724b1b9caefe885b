using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// Erases a customer's personal data for good: names, channel accounts and messages, in every table and in the journal. What waits for a person
/// is closed; an anonymous row stays, so that counts and references stay true. Who writes from the same account later is a new customer.
/// </summary>
public static class EraseCustomer
{
    /// <summary>Why people erase personal data, as codes.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["customer_request", "consent_withdrawn", "legal_order", "no_longer_needed"];

    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    /// <param name="Confirmation">The last eight digits of the customer's id, typed by who erases.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, string Reason, string Confirmation) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Messages">How many messages were emptied.</param>
    /// <param name="ChannelAccounts">How many channel accounts were removed.</param>
    public sealed record Answer(Guid CustomerId, int Messages, int ChannelAccounts);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage("A reason must be chosen.").WithErrorCode("choose");
            RuleFor(c => c.Confirmation).Must((c, typed) => typed == ShortId.Of(c.CustomerId))
                .WithMessage("The last eight digits of the customer's id must be typed.").WithErrorCode("confirmation");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var customer = await change.Store.Customers.FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken);
            if (customer is null) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Error.Conflict("The customer's personal data is erased already.");
            var (messages, accounts) = await new Erasing(change).EraseAsync(customer, request.Reason, cancellationToken);
            return new Answer(customer.Id, messages, accounts);
        }
    }
}
