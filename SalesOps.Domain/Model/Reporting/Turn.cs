namespace SalesOps.Domain.Model.Reporting;

/// <summary>One message, as far as the report asks.</summary>
/// <param name="At">When it came in or went out; UTC.</param>
/// <param name="AiAgentId">Whose customer wrote or was written to, at that time; null while unbound.</param>
/// <param name="SalesUserId">Whose AI agent it was.</param>
public sealed record ReportedMessage(Guid ConversationId, Direction Direction, DateTime At, Guid? AiAgentId, Guid? SalesUserId);

/// <summary>A customer's turn: from the first message that nobody had answered to the next word that went out.</summary>
/// <param name="Response">Null while nobody answered.</param>
public sealed record Turn(Guid ConversationId, Guid? AiAgentId, Guid? SalesUserId, TimeSpan? Response)
{
    /// <summary>The turns that begin among these messages, which stand in the order of time.</summary>
    public static IReadOnlyList<Turn> Of(IEnumerable<ReportedMessage> messages)
    {
        var open = new Dictionary<Guid, ReportedMessage>();
        var turns = new List<Turn>();
        foreach (var message in messages)
        {
            if (message.Direction == Direction.Inbound) open.TryAdd(message.ConversationId, message);
            else if (open.Remove(message.ConversationId, out var first)) turns.Add(new Turn(first.ConversationId, first.AiAgentId, first.SalesUserId, message.At - first.At));
        }
        return [.. turns, .. open.Values.Select(m => new Turn(m.ConversationId, m.AiAgentId, m.SalesUserId, null))];
    }
}
