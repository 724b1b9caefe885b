namespace SalesOps.Domain.Model;

/// <summary>退订: a customer wants no more messages on a channel, or wants them again, with what proves it. Rows only grow; an erasure empties the proof.</summary>
public sealed class Consent : IOfCustomer, IUndoable
{
    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    public Channel Channel { get; private set; }
    /// <summary>True for no more messages; false for messages again.</summary>
    public bool OptsOut { get; private set; }
    /// <summary>How the customer said so, as a code.</summary>
    public string Source { get; private set; } = "";
    /// <summary>The proof in words, e.g. what was said; null when there is none.</summary>
    [Personal] public string? Note { get; private set; }
    /// <inheritdoc/>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <inheritdoc/>
    public DateTime? UndoneAt { get; private set; }
    /// <summary>Since when a message had waited for an answer on the channel, which it needed no more; UTC; null when none did.</summary>
    public DateTime? UnansweredSince { get; private set; }

    private Consent() { }

    public Consent(Guid id, Guid customerId, Channel channel, bool optsOut, string source, string? note, Guid? byId, DateTime now)
    {
        Id = id;
        CustomerId = customerId;
        Channel = channel;
        OptsOut = optsOut;
        Source = source;
        Note = note;
        ById = byId;
        At = now;
    }

    public DateTime FinalAt => At + UndoWindow.Length;

    /// <summary>What waits in the conversation needs no answer any more.</summary>
    public void Silence(Conversation conversation)
    {
        UnansweredSince = conversation.UnansweredSince;
        conversation.Answered();
    }

    public void Undo(DateTime now) => UndoneAt = now;

    /// <summary>Forgets what was noted.</summary>
    public void Erase() => Note = null;

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
