using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

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

    /// <param name="Assignments">Those made by it that can be undone: of customers who had an agent before.</param>
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
            var ids = request.Customers.Select(c => c.CustomerId).ToList();
            var belongings = await Belongings.ReadAsync(change, ids);
            var languages = await Binding.LanguagesAsync(change.Store, ids);
            // Each on top of the ones before.
            var taken = new Dictionary<Guid, int>();
            var (lines, made) = (new List<BulkLine>(ids.Count), new List<Guid>());
            foreach (var seen in request.Customers)
            {
                var customer = belongings.Find(seen.CustomerId);
                var refused = customer is null ? Error.NotFound("The customer") : Refuse(customer, seen, to, languages.GetValueOrDefault(seen.CustomerId), taken);
                lines.Add(new BulkLine(seen.CustomerId, refused));
                if (refused is not null) continue;
                taken[to.Id] = taken.GetValueOrDefault(to.Id) + 1;
                if (customer!.AiAgentId is { } from)
                {
                    taken[from] = taken.GetValueOrDefault(from) - 1;
                    var handover = new Handover(change.NewId(), HandoverKind.ManualTransfer, customer.Id, null, to.OwnerId, request.Reason, change.Actor.Id, change.Now);
                    made.Add(belongings.Move(customer.Id, to, request.Reason, handover: handover).Next!.Value);
                }
                else change.Record("customer.assigned", customer, [.. await Binding.BindWaitingAsync(change, customer, to, request.Reason)]);
            }
            var outcome = Bulk.Answer(lines);
            return outcome.Succeeded ? new Answer(outcome.Value, made, change.Now + UndoWindow.Length) : Result<Answer>.Fail(outcome.Errors);
        }

        private Error? Refuse(Customer customer, Seen seen, AiAgent to, string? language, Dictionary<Guid, int> taken)
        {
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if (customer.AiAgentId == to.Id) return Error.Conflict("The customer is with that agent already.", "same_agent");
            if (customer.AiAgentId != seen.AiAgentId)
                return new Error(ErrorKind.Stale, $"By now the customer is with {change.Directory.NameOfAgent(customer.AiAgentId) ?? "nobody"}.", Code: "rebound");
            var fit = Binding.Choose(change, customer.Channel, language, taken).Agents.First(f => f.Agent.AiAgentId == to.Id);
            return fit.Fits ? null : Refuse(fit.Checks.First(c => !c.Passed && c.IsDemanded).Kind);
        }

        private static Error Refuse(AgentCheckKind check) => Error.Conflict($"The agent does not fit: {check.Code()}.", $"target_{check.Code()}");
    }
}
