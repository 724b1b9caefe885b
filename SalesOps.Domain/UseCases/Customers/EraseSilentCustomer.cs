using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Erases a customer who was not heard from for longer than customers are kept, as somebody who asked for it would be.</summary>
public static class EraseSilentCustomer
{
    public sealed record Command(Guid OperationId, Guid CustomerId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="Messages">How many messages were emptied.</param>
    /// <param name="ChannelAccounts">How many channel accounts were removed.</param>
    public sealed record Answer(int Messages, int ChannelAccounts);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.CustomerId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            // Asked again: since it was found, the customer may have written, somebody may have taken over, or the setting may have changed.
            if (change.Directory.Settings.KeptSince(change.Now) is not { } since) return Error.Conflict("Customers are kept.");
            var customer = await Retention.Silent(change.Store, since).Where(Retention.IsFree(change.Store, change.Now)).FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken);
            if (customer is null) return Error.Conflict("The customer is kept.");
            var (messages, accounts) = await new Erasing(change).EraseAsync(customer, Retention.Reason, cancellationToken);
            return new Answer(messages, accounts);
        }
    }
}
