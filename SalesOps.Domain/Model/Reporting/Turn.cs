namespace SalesOps.Domain.Model.Reporting;

/// <summary>One message, as far as the report asks.</summary>
/// <param name="At">When it came in or went out; UTC.</param>
/// <param name="AiAgentId">Whose customer wrote or was written to, at that time; null while unbound.</param>
/// <param name="SalesUserId">Whose AI agent it was.</param>
/// <param name="IsNotice">It went out to say that a person will answer, and is no answer.</param>
public sealed record ReportedMessage(Guid ConversationId, Direction Direction, DateTime At, Guid? AiAgentId, Guid? SalesUserId, bool IsNotice = false);

/// <summary>What else ends a customer's turn than a message among those that are counted.</summary>
public enum TurnEventKind
{
    /// <summary>A word went out after the time that is counted.</summary>
    Answered,
    /// <summary>A person said that they answered where nobody hears it.</summary>
    Marked,
    /// <summary>The customer wants no more messages.</summary>
    OptedOut,
    /// <summary>The customer wants messages again.</summary>
    Lifted,
}

/// <param name="At">UTC.</param>
public sealed record TurnEvent(Guid ConversationId, TurnEventKind Kind, DateTime At);

/// <summary>A customer's turn: from the first message that nobody had answered to the next answer that went out.</summary>
/// <param name="Response">Null while nobody answered, and where nobody knows how long it took.</param>
/// <param name="IsOver">Nobody waits for an answer any more.</param>
public sealed record Turn(Guid ConversationId, Guid? AiAgentId, Guid? SalesUserId, TimeSpan? Response, bool IsOver)
{
    /// <summary>The turns that begin among these messages, which stand in the order of time.</summary>
    /// <param name="events">In the order of time, also of before and after the messages; null for none.</param>
    public static IReadOnlyList<Turn> Of(IEnumerable<ReportedMessage> messages, IReadOnlyList<TurnEvent>? events = null)
    {
        // Of who wants no messages: the last that came meanwhile, null while none did.
        var (open, silent, turns, next) = (new Dictionary<Guid, ReportedMessage>(), new Dictionary<Guid, ReportedMessage?>(), new List<Turn>(), 0);
        foreach (var message in messages)
        {
            // Whoever says with a message that they want none has said it when it came.
            while (events?.Count > next && events[next].At < message.At) Follow(events[next++]);
            if (message.IsNotice) continue;
            if (message.Direction == Direction.Outbound) End(message.ConversationId, message.At);
            else if (silent.ContainsKey(message.ConversationId)) silent[message.ConversationId] = message;
            else open.TryAdd(message.ConversationId, message);
        }
        while (events?.Count > next) Follow(events[next++]);
        return [.. turns, .. open.Values.Select(m => new Turn(m.ConversationId, m.AiAgentId, m.SalesUserId, null, IsOver: false))];

        void End(Guid conversation, DateTime? answeredAt)
        {
            if (open.Remove(conversation, out var first)) turns.Add(new Turn(first.ConversationId, first.AiAgentId, first.SalesUserId, answeredAt - first.At, IsOver: true));
        }

        void Follow(TurnEvent of)
        {
            if (of.Kind == TurnEventKind.OptedOut) silent[of.ConversationId] = null;
            // Who wrote meanwhile waits for an answer after all: since the last of it, as the conversation does (Conversation.AwaitAgain).
            if (of.Kind == TurnEventKind.Lifted && silent.Remove(of.ConversationId, out var last) && last is not null) open.TryAdd(last.ConversationId, last);
            if (of.Kind != TurnEventKind.Lifted) End(of.ConversationId, of.Kind == TurnEventKind.Answered ? of.At : null);
        }
    }
}
