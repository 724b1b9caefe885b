using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>转移客户: a person gives customers to an AI agent that can hold them, each by itself, and they are bound at once; also customers who waited.</summary>
public static class TransferCustomers
{
    /// <summary>Why a person transfers, as codes.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["customer_asked", "language", "workload", "owner_absent", "wrong_agent", "drill"];

    /// <summary>A customer with the agent it was seen with; one that changed hands since is left where it is.</summary>
    /// <param name="AiAgentId">Null for one who waits unbound.</param>
    public sealed record Seen(Guid CustomerId, Guid? AiAgentId);

    /// <param name="Reason">One of <see cref="Reasons"/>.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Seen> Customers, Guid AiAgentId, string Reason) : ICommand<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Assignments">Those made by it, which can be undone.</param>
    /// <param name="FinalAt">Until when; UTC.</param>
    public sealed record Answer(BulkAnswer Outcome, IReadOnlyList<Guid> Assignments, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            this.Rows(c => c.Customers, c => c.CustomerId);
            RuleFor(c => c.AiAgentId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Reason).Must(Reasons.Contains).WithMessage("There is no such reason.").WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!change.Directory.AiAgents.TryGetValue(request.AiAgentId, out var to)) return Error.Invalid("aiAgentId", "There is no such AI agent.", "choose");
            var transfers = await Transfers.OpenAsync(change, [.. request.Customers.Select(c => c.CustomerId)], request.Reason);
            foreach (var seen in request.Customers) await transfers.GiveAsync(seen, to);
            return transfers.Answer();
        }
    }
}
