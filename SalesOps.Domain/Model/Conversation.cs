namespace SalesOps.Domain.Model;

/// <summary>Who speaks for us in a conversation.</summary>
public enum Holder
{
    Ai,
    Human,
    Nobody,
}

/// <summary>会话: one customer on one channel. Holds the state machine's state and who may speak.</summary>
public sealed class Conversation : IOfCustomer
{
    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    public Channel Channel { get; private set; }
    /// <summary>A state of the playbook; <c>human_takeover</c> while a person holds it.</summary>
    public string State { get; private set; } = "";
    /// <summary>The state a takeover came from, to return to; null otherwise.</summary>
    public string? StateBefore { get; private set; }
    public Holder Holder { get; private set; }
    /// <summary>Grows by one whenever the holder changes; a reply that carries an older one is refused.</summary>
    public int HolderVersion { get; private set; }
    /// <summary>The person who holds it; null while the AI or nobody does.</summary>
    public Guid? HolderUserId { get; private set; }
    /// <summary>UTC; the channel's reply window counts from here.</summary>
    public DateTime LastInboundAt { get; private set; }
    /// <summary>Since when the oldest message waits that nobody answered; UTC; null when the last word is ours, or the customer wants none.</summary>
    public DateTime? UnansweredSince { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    private Conversation() { }

    public Conversation(Guid id, Guid customerId, Channel channel, string state, DateTime now)
    {
        Id = id;
        CustomerId = customerId;
        Channel = channel;
        State = state;
        Holder = Holder.Nobody;
        HolderVersion = 1;
        LastInboundAt = now;
        UnansweredSince = now;
        CreatedAt = now;
    }

    /// <summary>The customer wrote.</summary>
    /// <param name="wantsAnswers">False when no word may go out.</param>
    public void Heard(DateTime now, bool wantsAnswers = true)
    {
        if (now > LastInboundAt) LastInboundAt = now;
        if (wantsAnswers) UnansweredSince ??= now;
    }

    /// <summary>The last word is ours, or the customer wants none.</summary>
    public void Answered() => UnansweredSince = null;

    /// <summary>The customer waits after all.</summary>
    /// <param name="since">UTC; null for no longer than since the last message.</param>
    /// <param name="silence">Since when no word might go out; UTC.</param>
    public void AwaitAgain(DateTime? since, DateTime silence) => UnansweredSince = since ?? (LastInboundAt > silence ? LastInboundAt : null);

    /// <summary>The AI agent of a new or renewed assignment may speak, unless a person holds the conversation.</summary>
    public void GiveToAi()
    {
        if (Holder == Holder.Human) return;
        SetHolder(Holder.Ai, null);
    }

    /// <summary>Another AI agent speaks from now on: what the former one still says is refused.</summary>
    public void PassOn()
    {
        if (Holder == Holder.Ai) HolderVersion++;
        else GiveToAi();
    }

    /// <summary>A person spoke besides: what the AI agent has begun to say is refused, what it begins from now on is not.</summary>
    public void Interrupt()
    {
        if (Holder == Holder.Ai) HolderVersion++;
    }

    /// <summary>No AI agent speaks any more, until the customer has one again.</summary>
    public void TakeFromAi()
    {
        if (Holder == Holder.Ai) SetHolder(Holder.Nobody, null);
    }

    public void MoveTo(string state) => State = state;

    /// <summary>Leaves a state that no transition leaves, or goes back into it; beneath a takeover, if there is one.</summary>
    public void Revive(string state)
    {
        if (Holder == Holder.Human) StateBefore = state;
        else State = state;
    }

    /// <summary>A person takes the conversation; the AI falls silent at once.</summary>
    public void TakeOver(Guid userId, string takeoverState)
    {
        if (Holder != Holder.Human)
        {
            StateBefore = State;
            State = takeoverState;
        }
        SetHolder(Holder.Human, userId);
    }

    /// <summary>Goes back to where it stood before a decision that was undone; the holder's version never goes back.</summary>
    public void Restore(string state, string? stateBefore, Holder holder, Guid? userId)
    {
        State = state;
        StateBefore = stateBefore;
        SetHolder(holder, userId);
    }

    /// <summary>The person gives it back; a takeover ends where it came from.</summary>
    /// <param name="toAi">False while the customer has no AI agent: then nobody speaks.</param>
    public void HandBack(bool toAi)
    {
        if (Holder == Holder.Human) (State, StateBefore) = (StateBefore ?? State, null);
        SetHolder(toAi ? Holder.Ai : Holder.Nobody, null);
    }

    /// <summary>Nobody speaks in it any more; a takeover ends where it came from.</summary>
    public void Close() => HandBack(toAi: false);

    private void SetHolder(Holder holder, Guid? userId)
    {
        if (Holder == holder && HolderUserId == userId) return;
        Holder = holder;
        HolderUserId = userId;
        HolderVersion++;
    }

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
