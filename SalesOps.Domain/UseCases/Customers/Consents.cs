using FluentValidation;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>What a customer said about messages on a channel, and who wrote it down.</summary>
/// <param name="FinalAt">Until when it can be undone; UTC.</param>
public sealed record ConsentAnswer(Guid ConsentId, DateTime FinalAt);

/// <summary>Files what customers say about messages.</summary>
internal static class Consents
{
    public const string Wrote = "customer_wrote";
    public const string OptedOut = "customer.opted_out";
    public const string Lifted = "customer.opt_out_lifted";

    public static void Proof<T>(this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, string>> source, IReadOnlyList<string> sources,
        System.Linq.Expressions.Expression<Func<T, string?>> note)
    {
        validator.RuleFor(source).Must(sources.Contains).WithMessage("It must be said how the customer said so.").WithErrorCode("choose");
        validator.RuleFor(note).MaximumLength(500).WithErrorCode("too_long").SoundText();
    }

    /// <summary>The customer wants no more messages in the conversation, and wrote so.</summary>
    public static void Hear(Change change, Customer customer, Conversation conversation)
    {
        if (customer.IsOptedOut(conversation.Channel)) return;
        var consent = new Consent(change.NewId(), customer.Id, conversation.Channel, optsOut: true, Wrote, null, change.Actor.Id, change.Now);
        customer.Hear(conversation.Channel, optsOut: true);
        consent.Silence(conversation);
        Unanswered.Settle(change, customer, conversation);
        change.Add(consent);
        change.Record(OptedOut, customer, consent);
    }

    /// <summary>What the customer said is taken back.</summary>
    public static void TakeBack(Change change, Customer customer, Consent consent)
    {
        customer.Hear(consent.Channel, !consent.OptsOut);
        if (Unanswered.In(change, customer.Id, consent.Channel) is { } conversation)
        {
            if (consent.OptsOut) conversation.AwaitAgain(consent.UnansweredSince, consent.At);
            else conversation.Answered();
            Unanswered.Settle(change, customer, conversation);
        }
        consent.Undo(change.Now);
    }

    /// <summary>The error says why it is so already, or whom it cannot be said of. Where the conversation had ended by it, it goes on from where it stood.</summary>
    public static async Task<Result<ConsentAnswer>> FileAsync(Change change, Playbook playbook, Caller sender, Guid customerId, Channel channel, bool optsOut, string source, string? note)
    {
        if (await change.Store.Customers.VisibleTo(sender).FirstOrDefaultAsync(c => c.Id == customerId) is not { } customer) return Error.NotFound("The customer");
        if (customer.ErasedAt is not null) return Refusals.Erased;
        if (!await change.Store.ChannelIdentities.AnyAsync(i => i.CustomerId == customerId && i.Channel == channel))
            return Error.Invalid("channel", "The customer has no account on this channel.", "unknown");
        var ending = optsOut ? null : await Ending.FindAsync(change, playbook, customerId, channel);
        var revives = ending is { IsEnded: true };
        if ((customer.IsOptedOut(channel) || revives) == optsOut)
            return optsOut ? Error.Conflict("The customer has opted out already.", "opted_out") : Error.Conflict("The customer has not opted out.", "not_opted_out");
        var consent = new Consent(change.NewId(), customerId, channel, optsOut, source, string.IsNullOrWhiteSpace(note) ? null : Fold.Composed(note.Trim()), change.Actor.Id, change.Now);
        customer.Hear(channel, optsOut);
        if (Unanswered.In(change, customerId, channel) is { } conversation)
        {
            if (optsOut) consent.Silence(conversation);
            // What came since the customer said stop is not answered yet.
            else conversation.AwaitAgain(null, await SilentSinceAsync(change, customerId, channel) ?? conversation.LastInboundAt);
            Unanswered.Settle(change, customer, conversation);
        }
        change.Add(consent);
        if (revives) ending!.Revive(customer);
        change.Record(optsOut ? OptedOut : Lifted, customer, revives ? [consent, ending!.Conversation] : [consent]);
        return new ConsentAnswer(consent.Id, consent.FinalAt);
    }

    /// <summary>When the customer last said that no more messages are wanted; null when an earlier version filed nothing.</summary>
    private static Task<DateTime?> SilentSinceAsync(Change change, Guid customerId, Channel channel) => change.Store.Consents
        .Where(c => c.CustomerId == customerId && c.Channel == channel && c.OptsOut && c.UndoneAt == null).OrderByDescending(c => c.Id).Select(c => (DateTime?)c.At).FirstOrDefaultAsync();
}
