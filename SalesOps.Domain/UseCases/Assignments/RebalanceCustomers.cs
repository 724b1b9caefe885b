using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>均衡负载: a person carries out a plan that was looked at, each move by itself. It is taken back as any transfer is.</summary>
public static class RebalanceCustomers
{
    /// <param name="From">The agent the customer was seen with; one that changed hands since is left where it is.</param>
    public sealed record Move(Guid CustomerId, Guid From, Guid To);

    /// <param name="Moves">In the order of the plan: one may need the room another leaves.</param>
    /// <param name="Reason">One of <see cref="TransferCustomers.Reasons"/>.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Move> Moves, string Reason) : ICommand<TransferCustomers.Answer>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            this.Rows(c => c.Moves, m => m.CustomerId);
            RuleFor(c => c.Reason).Must(TransferCustomers.Reasons.Contains).WithMessage("There is no such reason.").WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<TransferCustomers.Answer>>
    {
        public async Task<Result<TransferCustomers.Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!request.Moves.All(m => change.Directory.AiAgents.ContainsKey(m.To))) return Error.Invalid("moves", "There is no such AI agent.", "choose");
            var transfers = await Transfers.OpenAsync(change, [.. request.Moves.Select(m => m.CustomerId)], request.Reason, isPlan: true);
            foreach (var move in request.Moves) await transfers.GiveAsync(new TransferCustomers.Seen(move.CustomerId, move.From), change.Directory.AiAgents[move.To]);
            return transfers.Answer();
        }
    }
}
