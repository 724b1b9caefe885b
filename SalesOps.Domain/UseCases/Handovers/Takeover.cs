using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>A person speaks instead of the AI, from here to there; every way to a takeover leads through here.</summary>
internal static class Takeover
{
    /// <summary>The stage of a customer whom a person looks after.</summary>
    private const string Stage = "manual_takeover";

    /// <summary>Gives the conversation to the person who acts. A colleague who held it does so no longer.</summary>
    public static async Task<Handover> BeginAsync(Change change, Playbook playbook, Customer customer, Conversation conversation, string reason)
    {
        var (userId, ended) = (change.Actor.Id!.Value, await EndAsync(change, conversation));
        conversation.TakeOver(userId, playbook.TakeoverState);
        customer.Understood(null, Stage, 1, conversation.State);
        var handover = new Handover(change.NewId(), HandoverKind.HumanTakeover, customer.Id, conversation.Id, customer.SalesUserId, reason, userId, change.Now);
        handover.Follow(await change.Store.Handovers.Where(h => h.CustomerId == customer.Id && h.ConversationId == conversation.Id && h.Kind == HandoverKind.HumanTakeover)
            .Select(h => h.CreatedAt).ToListAsync());
        change.Add(handover);
        change.Record("customer.human_takeover", customer, [conversation, handover, .. ended]);
        return handover;
    }

    /// <summary>Ends the takeovers of the conversation that last.</summary>
    public static async Task<IReadOnlyList<Handover>> EndAsync(Change change, Conversation conversation)
    {
        var running = await change.Store.Handovers.Where(h => h.CustomerId == conversation.CustomerId && h.ConversationId == conversation.Id
            && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null).ToListAsync();
        foreach (var handover in running) handover.End(change.Now);
        return running;
    }
}
