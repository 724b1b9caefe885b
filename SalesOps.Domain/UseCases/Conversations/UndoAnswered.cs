using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;
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
            if ((await PastDeed.EntriesAsync(change, request.Deed, [MarkAnswered.Action], cancellationToken)).Find(e => e.CustomerId == customer.Id) is not { } entry) return Error.NotFound("What was marked");
            if (PastDeed.Refuse(change, entry) is { } refused) return refused;
            if (!await RevertAsync(change, customer, conversation, entry, cancellationToken)) return Refusals.BuiltOn;
            change.Record(Action, customer, conversation);
            return new Answer(conversation.UnansweredSince!.Value);
        }
    }

    /// <summary>The conversation waits again since when it did.</summary>
    /// <returns>False when the entry did not mark it, or somebody wrote since.</returns>
    internal static async Task<bool> RevertAsync(Change change, Customer customer, Conversation conversation, AuditEntry entry, CancellationToken cancellationToken)
    {
        var past = new PastRows(change.Store.Model, typeof(Conversation));
        if (customer.IsOptedOut(conversation.Channel) || conversation.LastInboundAt > entry.At || !past.CanRevert(conversation.Id, conversation, entry.Changes)) return false;
        // Asked last: of what the entry did not mark nobody need ask.
        if (await WasRepliedAsync(change, conversation, entry.At, cancellationToken)) return false;
        past.Revert(conversation.Id, conversation, entry.Changes);
        Unanswered.Settle(change, customer, conversation);
        return true;
    }

    private static Task<bool> WasRepliedAsync(Change change, Conversation conversation, DateTime since, CancellationToken cancellationToken) => change.Store.Messages
        .AnyAsync(m => m.CustomerId == conversation.CustomerId && m.ConversationId == conversation.Id && m.Direction == Direction.Outbound && m.ReceivedAt >= since, cancellationToken);
}
