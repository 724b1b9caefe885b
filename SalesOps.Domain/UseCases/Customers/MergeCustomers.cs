using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// 合并客户: two customers on different channels are one person. One stays, with its name and its agent; the other goes into it with every row, and
/// whoever writes from its accounts is the one who stayed. <see cref="SeparateCustomers"/> makes them two again at any time.
/// </summary>
public static class MergeCustomers
{
    /// <summary>How many messages a customer has at most who can go into another: they are written anew, in one commit.</summary>
    public const int MostMessages = 2_000;

    /// <param name="CustomerId">Who stays.</param>
    /// <param name="OtherId">Who goes into that one.</param>
    /// <param name="AiAgentId">The agent of who stays, as it was seen; null for unbound. When it is another by now, nothing is done.</param>
    /// <param name="OtherAiAgentId">The other's, likewise.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, Guid OtherId, Guid? AiAgentId, Guid? OtherAiAgentId) : ICommand<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Rows">How many rows went along.</param>
    /// <param name="FinalAt">Until when the page offers to undo it; UTC.</param>
    public sealed record Answer(Guid MergeId, Guid CustomerId, int Rows, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.CustomerId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.OtherId).Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("choose").NotEqual(c => c.CustomerId).WithMessage("It takes two customers.").WithErrorCode("same");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Find<Customer>(request.CustomerId) is not { } customer) return Error.NotFound("The customer");
            if (change.Find<Customer>(request.OtherId) is not { } other) return Error.NotFound("The other customer");
            if (customer.AiAgentId != request.AiAgentId || other.AiAgentId != request.OtherAiAgentId) return Error.Stale("The customers' agents");
            if (await Merging.RefuseAsync(change.Store, change.Directory, customer, other, cancellationToken) is { } refused) return refused;

            var rows = await CustomerRows.ReadAsync(change.Store, other.Id, cancellationToken);
            // Who waits takes over the other's place.
            List<object> bound = customer.IsBound || other.AiAgentId is not { } agent ? []
                : await Binding.BindWaitingAsync(change, customer, change.Directory.AiAgents[agent], TakenPlace.Reason, isMet: true);
            var merge = Merging.Join(change, customer, other, rows, bound);
            return new Answer(merge.Id, customer.Id, rows.Count, change.Now + UndoWindow.Length);
        }
    }
}
