using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>批量已回复: several customers were answered where the console does not hear it; each waits no more, in none of its conversations, or is refused by itself.</summary>
public static class MarkCustomersAnswered
{
    /// <param name="LastSeenAt">When the customer had written last, as it was seen; UTC. Who wrote again since still waits.</param>
    public sealed record Seen(Guid CustomerId, DateTime LastSeenAt);

    public sealed record Command(Guid OperationId, IReadOnlyList<Seen> Customers) : ICommand<Answer>
    {
        public static Access Access => MarkAnswered.Command.Access;
    }

    /// <param name="Outcome">Of each customer.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC. See <see cref="UndoAnswers"/>.</param>
    public sealed record Answer(BulkAnswer Outcome, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => this.Rows(c => c.Customers, c => c.CustomerId);
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var ids = request.Customers.Select(c => c.CustomerId).ToList();
            var waiting = (await change.Store.Conversations.Where(c => ids.Contains(c.CustomerId) && c.UnansweredSince != null).ToListAsync(cancellationToken)).ToLookup(c => c.CustomerId);
            var outcome = Bulk.Answer([.. request.Customers.Select(seen => new BulkLine(seen.CustomerId, Mark(seen, [.. waiting[seen.CustomerId]])))]);
            return outcome.Succeeded ? new Answer(outcome.Value, change.Now + UndoWindow.Length) : Result<Answer>.Fail(outcome.Errors);
        }

        private Error? Mark(Seen seen, Conversation[] waiting)
        {
            if (change.Find<Customer>(seen.CustomerId) is not { } customer || !customer.IsVisibleTo(caller.Current)) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if (customer.LastSeenAt != seen.LastSeenAt) return new Error(ErrorKind.Stale, "The customer wrote again.", Code: "wrote_again");
            if (waiting.Length == 0) return Error.Conflict("The customer was answered already.", "answered");
            foreach (var conversation in waiting)
            {
                Unanswered.End(change, customer, conversation);
                conversation.Interrupt();
            }
            change.Record(MarkAnswered.Action, customer, [.. waiting]);
            return null;
        }
    }
}
