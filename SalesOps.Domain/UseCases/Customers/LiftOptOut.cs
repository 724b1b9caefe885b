using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>解除退订: the customer wants messages on the channel again. Not for salespeople, who have something to gain from it.</summary>
public static class LiftOptOut
{
    /// <summary>How the customer said so, as codes; or that it had never been said.</summary>
    public static readonly IReadOnlyList<string> Sources = [Consents.Wrote, "by_phone", "in_person", "entered_by_mistake"];

    /// <param name="Source">One of <see cref="Sources"/>.</param>
    /// <param name="Note">The proof in words; null for none.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, Channel Channel, string Source, string? Note) : ICommand<ConsentAnswer>
    {
        public static Access Access => Access.Movers;
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
            Consents.FileAsync(change, playbook, caller.Current, request.CustomerId, request.Channel, optsOut: false, request.Source, request.Note);
    }
}
