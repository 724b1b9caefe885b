using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>撤销: takes back, within ten seconds, that a customer opted out or that it was lifted, unless somebody decided otherwise since.</summary>
public static class UndoConsent
{
    public sealed record Command(Guid OperationId, Guid ConsentId) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(Guid CustomerId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ConsentId).NotEmpty();
    }

    internal sealed class Handler(Change change, Playbook playbook, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var consent = change.Find<Consent>(request.ConsentId);
            var customer = consent is null ? null : await change.Store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == consent.CustomerId, cancellationToken);
            if (consent is null || customer is null) return Error.NotFound("The consent");
            if (Refusals.Undoing(change, consent) is { } refused) return refused;
            // Whoever opted out again after it was lifted said so later than this: the last word stands.
            var last = await change.Store.Consents.Where(c => c.CustomerId == consent.CustomerId && c.Channel == consent.Channel && c.UndoneAt == null)
                .OrderByDescending(c => c.Id).Select(c => c.Id).FirstAsync(cancellationToken);
            if (customer.ErasedAt is not null || last != consent.Id) return Refusals.BuiltOn;
            Consents.TakeBack(change, customer, consent);
            var ending = consent.OptsOut ? null : await Ending.FindAsync(change, playbook, customer.Id, consent.Channel);
            var ended = ending is { WasRevived: true };
            if (ended) ending!.End(customer);
            change.Record("customer.consent_undone", customer, ended ? [consent, ending!.Conversation] : [consent]);
            return new Answer(customer.Id);
        }
    }
}
