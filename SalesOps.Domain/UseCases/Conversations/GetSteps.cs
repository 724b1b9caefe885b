using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>One conversation step by step, rebuilt from the journal: what happened, which guards it met, what it came to.</summary>
public static class GetSteps
{
    public sealed record Query(Guid ConversationId) : IQuery<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Steps">The oldest first.</param>
    public sealed record Answer(Channel Channel, IReadOnlyList<Step> Steps);

    /// <summary>One operation, which may have written several audit entries.</summary>
    /// <param name="Sequence">The last audit entry it wrote.</param>
    /// <param name="At">UTC.</param>
    /// <param name="Action">What its first entry is called.</param>
    /// <param name="Actor">Null for the system.</param>
    /// <param name="Text">What the customer wrote; null when nothing came; empty when it was erased.</param>
    /// <param name="Read">How that was understood; null when nothing came.</param>
    /// <param name="Guards">Held against the playbook and the thresholds of then; none when a person decided.</param>
    public sealed record Step(long Sequence, DateTime At, string Action, string? Actor, string? Text, Understood? Read, IReadOnlyList<Guard> Guards,
        State Before, State After);

    /// <param name="Confidence">0..1.</param>
    /// <param name="Review">What became of it in this step.</param>
    public sealed record Understood(string? Intent, string Stage, double Confidence, IReadOnlyList<string> Risks, IReadOnlyList<EvidenceSpan> Evidence, ReviewStatus Review);

    /// <param name="Code"><c>holder</c>, <c>threshold</c>, <c>always_review</c>, <c>risk</c>, or <c>transition</c>.</param>
    /// <param name="Found">What was held against it: a confidence of 0..1; null when it asks for no number.</param>
    /// <param name="Needed">The least confidence that passes, 0..1.</param>
    /// <param name="To">The state a transition leads to.</param>
    public sealed record Guard(string Code, bool Passed, double? Found = null, double? Needed = null, string? To = null);

    /// <summary>Where the conversation stood; nothing yet before its first step.</summary>
    public sealed record State(string? Code, Holder? Holder, string? HeldBy, int HolderVersion, string? AiAgent, int OpenTasks)
    {
        public static readonly State None = new(null, null, null, 0, null, 0);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, StepGuards guards) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var conversation = await store.Conversations.FirstOrDefaultAsync(c => c.Id == request.ConversationId, cancellationToken);
            if (conversation is null || !await store.Customers.VisibleTo(caller.Current).AnyAsync(c => c.Id == conversation.CustomerId, cancellationToken))
                return Error.NotFound("The conversation");

            var (rows, steps, touched) = (new PastRows(store.Model), new List<Step>(), new List<object>());
            var (before, after) = (State.None, State.None);
            AuditEntry? first = null;
            var isOpen = false;
            await foreach (var (entry, changed) in CustomerHistory.ReadAsync(store, conversation.CustomerId, long.MaxValue, rows, cancellationToken))
            {
                if (entry.OperationId != first?.OperationId)
                {
                    (first, before, isOpen) = (entry, after, false);
                    touched.Clear();
                }
                touched.AddRange(changed);
                after = StateOf(rows, conversation);
                if (rows.Find<Conversation>(conversation.Id) is not { } then || !touched.Exists(row => Concerns(row, then))) continue;
                // Rows change in place: the step is described now, and anew with the operation's next entry.
                if (isOpen) steps.RemoveAt(steps.Count - 1);
                steps.Add(Describe(first!, entry.Sequence, then, touched, before, after));
                isOpen = true;
            }
            return new Answer(conversation.Channel, steps);
        }

        private static bool Concerns(object row, Conversation conversation) => row switch
        {
            Conversation c => c.Id == conversation.Id,
            Message m => m.ConversationId == conversation.Id,
            Understanding u => u.ConversationId == conversation.Id,
            StateTransition t => t.ConversationId == conversation.Id,
            Review r => r.ConversationId == conversation.Id,
            Handover h => (h.ConversationId ?? conversation.Id) == conversation.Id && h.CustomerId == conversation.CustomerId,
            Assignment a => a.CustomerId == conversation.CustomerId,
            _ => false,
        };

        private State StateOf(PastRows rows, Conversation of)
        {
            var conversation = rows.Find<Conversation>(of.Id);
            var customer = rows.Find<Customer>(conversation?.CustomerId);
            var directory = lane.Last.Directory;
            return conversation is null ? State.None : new State(conversation.State, conversation.Holder, directory.NameOfUser(conversation.HolderUserId),
                conversation.HolderVersion, directory.NameOfAgent(customer?.AiAgentId), customer?.OpenTasks ?? 0);
        }

        private Step Describe(AuditEntry first, long last, Conversation conversation, List<object> touched, State before, State after)
        {
            // What touches every message is no message's step.
            var message = first.Action is Erasure.Action or Merge.AbsorbedAction or Merge.SeparatedAction ? null : touched.OfType<Message>().FirstOrDefault(m => m.ConversationId == conversation.Id);
            var read = message is null ? null : touched.OfType<Understanding>().FirstOrDefault(u => u.MessageId == message.Id);
            return new Step(last, first.At, first.Action, lane.Last.Directory.NameOfUser(first.ActorId), message?.Text,
                read is null ? null : new Understood(read.Intent, read.Stage, read.Confidence, read.Risks, read.Evidence, read.Review),
                read is null ? [] : guards.Of(message!, read, before), before, after);
        }
    }
}
