using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>撤销: takes back within ten seconds that one marked a customer as answered, unless somebody wrote since. Since when the customer waits is read from the journal.</summary>
public static class UndoAnswered
{
    public const string Action = "customer.answered_undone";

    /// <param name="Deed">The operation that marked it.</param>
    public sealed record Command(Guid OperationId, Guid ConversationId, Guid Deed) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(DateTime UnansweredSince);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Deed).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = HeldConversation.Open(change, caller.Current, request.ConversationId);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            // The operation's row names its last entry, and it has but one.
            var last = await change.Store.Operations.Where(o => o.Id == request.Deed).Select(o => o.Sequence).FirstOrDefaultAsync(cancellationToken);
            var entry = await change.Store.AuditEntries.AsNoTracking()
                .FirstOrDefaultAsync(e => e.Sequence == last && e.OperationId == request.Deed && e.Action == MarkAnswered.Action && e.CustomerId == customer.Id, cancellationToken);
            if (entry is null) return Error.NotFound("What was marked");
            if (entry.ActorId != change.Actor.Id) return Refusals.NotYours;
            if (change.Now > entry.At + UndoWindow.Length) return Refusals.Final;
            if (customer.IsOptedOut(conversation.Channel) || conversation.LastInboundAt > entry.At || await WasRepliedAsync(conversation, entry.At, cancellationToken)
                || !new PastRows(change.Store.Model, typeof(Conversation)).Revert(conversation.Id, conversation, entry.Changes)) return Refusals.BuiltOn;
            Unanswered.Settle(change, customer, conversation);
            change.Record(Action, customer, conversation);
            return new Answer(conversation.UnansweredSince!.Value);
        }

        private Task<bool> WasRepliedAsync(Conversation conversation, DateTime since, CancellationToken cancellationToken) => change.Store.Messages
            .AnyAsync(m => m.CustomerId == conversation.CustomerId && m.ConversationId == conversation.Id && m.Direction == Direction.Outbound && m.ReceivedAt >= since, cancellationToken);
    }
}
