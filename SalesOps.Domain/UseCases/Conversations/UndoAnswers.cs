using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>撤销批量已回复: takes back within ten seconds that one marked several customers as answered, each by itself and as <see cref="UndoAnswered"/> would.</summary>
public static class UndoAnswers
{
    /// <param name="Deed">The operation that marked them.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ICommand<BulkAnswer>
    {
        public static Access Access => UndoAnswered.Command.Access;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Deed).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public async Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var entries = await PastDeed.EntriesAsync(change, request.Deed, [MarkAnswered.Action], cancellationToken);
            if (entries.Count == 0) return Error.NotFound("What was marked");
            if (PastDeed.Refuse(change, entries[0]) is { } refused) return refused;
            var ids = entries.ConvertAll(e => e.ObjectId);
            var conversations = (await change.Store.Conversations.Where(c => ids.Contains(c.CustomerId)).ToListAsync(cancellationToken)).ToLookup(c => c.CustomerId);
            var lines = new List<BulkLine>(entries.Count);
            foreach (var entry in entries) lines.Add(new BulkLine(entry.ObjectId, await UndoAsync(entry, conversations[entry.ObjectId], cancellationToken)));
            return Bulk.Answer(lines);
        }

        private async Task<Error?> UndoAsync(AuditEntry entry, IEnumerable<Conversation> conversations, CancellationToken cancellationToken)
        {
            if (change.Find<Customer>(entry.ObjectId) is not { } customer || !customer.IsVisibleTo(caller.Current)) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            var waits = new List<object>();
            foreach (var conversation in conversations)
                if (await UndoAnswered.RevertAsync(change, customer, conversation, entry, cancellationToken)) waits.Add(conversation);
            if (waits.Count == 0) return Refusals.BuiltOn;
            change.Record(UndoAnswered.Action, customer, [.. waits]);
            return null;
        }
    }
}
