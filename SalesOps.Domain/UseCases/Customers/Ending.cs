using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>The state machine led a conversation to where no word goes out any more, and no transition leads away: only a person who knows that the customer wants to talk again.</summary>
internal sealed class Ending
{
    private readonly StateTransition _last;
    private readonly string _state;

    private Ending(Conversation conversation, StateTransition last)
    {
        (Conversation, _last) = (conversation, last);
        _state = conversation.Holder == Holder.Human ? conversation.StateBefore ?? conversation.State : conversation.State;
    }

    public Conversation Conversation { get; }

    /// <summary>The conversation stands there.</summary>
    public bool IsEnded => _state == _last.To;

    /// <summary>It went on from where it stood, and nothing happened since.</summary>
    public bool WasRevived => _state == _last.From;

    /// <summary>How the customer's conversation on the channel came to an end; null when it never did.</summary>
    public static async Task<Ending?> FindAsync(Change change, Playbook playbook, Guid customer, Channel channel)
    {
        if (change.Find<Conversation>((nameof(Conversation.CustomerId), customer), (nameof(Channel), channel.Code())) is not { } conversation) return null;
        var last = await change.Store.StateTransitions.AsNoTracking().Where(t => t.CustomerId == customer && t.ConversationId == conversation.Id
            && (t.Status == TransitionStatus.Applied || t.Status == TransitionStatus.Approved)).OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).FirstOrDefaultAsync();
        return last is not null && playbook.IsFinal(last.To) ? new Ending(conversation, last) : null;
    }

    /// <summary>Goes on from where it stood.</summary>
    public void Revive(Customer customer) => Move(customer, _last.From);

    /// <summary>Ends again.</summary>
    public void End(Customer customer) => Move(customer, _last.To);

    private void Move(Customer customer, string state)
    {
        var shown = Conversation.State == customer.Status;
        Conversation.Revive(state);
        if (shown) customer.Understood(customer.Intent, customer.Stage, customer.Confidence, Conversation.State);
    }
}
