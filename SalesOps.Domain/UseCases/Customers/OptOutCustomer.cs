using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>退订: from now on no word goes out to the customer on the channel, whoever would say it.</summary>
public static class OptOutCustomer
{
    /// <summary>How the customer said so, as codes.</summary>
    public static readonly IReadOnlyList<string> Sources = [Consents.Wrote, "by_phone", "in_person", "legal_order"];

    /// <param name="Source">One of <see cref="Sources"/>.</param>
    /// <param name="Note">The proof in words; null for none.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, Channel Channel, string Source, string? Note) : ICommand<ConsentAnswer>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Channel).IsInEnum().WithErrorCode("choose");
            this.Proof(c => c.Source, Sources, c => c.Note);
        }
    }

    internal sealed class Handler(Change change, Playbook playbook, CallerContext caller) : IRequestHandler<Command, Result<ConsentAnswer>>
    {
        public Task<Result<ConsentAnswer>> Handle(Command request, CancellationToken cancellationToken) =>
            Consents.FileAsync(change, playbook, caller.Current, request.CustomerId, request.Channel, optsOut: true, request.Source, request.Note);
    }
}
