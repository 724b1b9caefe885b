using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>A person speaks instead of the AI, from here to there; every way to a takeover leads through here.</summary>
internal static class Takeover
{
    /// <summary>The stage of a customer whom a person looks after.</summary>
    private const string Stage = "manual_takeover";

    /// <summary>Gives the conversation to the person who acts. A colleague who held it does so no longer.</summary>
    public static Task<Handover> BeginAsync(Change change, Playbook playbook, Customer customer, Conversation conversation, string reason) =>
        GiveAsync(change, playbook, customer, conversation, reason, change.Actor.Id!.Value, "customer.human_takeover");

    /// <summary>Gives the conversation to a person, whoever acts.</summary>
    /// <param name="action">For the audit log.</param>
    public static async Task<Handover> GiveAsync(Change change, Playbook playbook, Customer customer, Conversation conversation, string reason, Guid userId, string action)
    {
        var ended = await EndAsync(change, conversation);
        Hold(customer, conversation, userId, playbook);
        var handover = new Handover(change.NewId(), HandoverKind.HumanTakeover, customer.Id, conversation.Id, customer.SalesUserId, reason, userId, change.Now);
        handover.Follow(await change.Store.Handovers.Where(h => h.CustomerId == customer.Id && h.ConversationId == conversation.Id && h.Kind == HandoverKind.HumanTakeover)
            .Select(h => h.CreatedAt).ToListAsync());
        change.Add(handover);
        change.Record(action, customer, [conversation, handover, .. ended]);
        return handover;
    }

    /// <summary>
    /// The customer is another salesperson's by now, or nobody's. What the former one held goes along, and so does what a salesperson held, who may not
    /// see the customer any more; it ends where there is nobody to go to. Everybody else keeps what they hold.
    /// </summary>
    /// <param name="running">The takeovers of the conversation that last.</param>
    /// <param name="from">Whose customer it was; null for nobody's.</param>
    /// <returns>The takeovers.</returns>
    public static IEnumerable<Handover> Follow(Change change, Customer customer, Conversation conversation, IEnumerable<Handover> running, Guid? from)
    {
        if (conversation.HolderUserId is not { } holder) return [];
        var owner = customer.SalesUserId;
        var sees = Caller.Person(change.Directory.SalesUsers[holder]).Sees(owner ?? Guid.Empty);
        var handovers = running.ToList();
        if (owner is null && !sees)
        {
            conversation.Close();
            Forget(change, customer, conversation);
            foreach (var handover in handovers) handover.End(change.Now);
            return handovers;
        }
        if (owner is { } next && (holder == from || !sees)) Pass(conversation, handovers, next);
        foreach (var handover in handovers) handover.PassTo(conversation.HolderUserId!.Value, owner);
        return handovers;
    }

    /// <summary>The same for all conversations of a customer, of whom these are the rows.</summary>
    public static void Follow(Change change, Customer customer, IReadOnlyCollection<IOfCustomer> rows, Guid? from)
    {
        var running = rows.OfType<Handover>().Where(h => h is { Kind: HandoverKind.HumanTakeover, EndedAt: null }).ToLookup(h => h.ConversationId);
        foreach (var conversation in rows.OfType<Conversation>()) Follow(change, customer, conversation, running[conversation.Id], from);
    }

    /// <summary>Another person holds the conversation, and the takeover goes on.</summary>
    public static void Pass(Conversation conversation, IEnumerable<Handover> running, Guid to)
    {
        conversation.TakeOver(to, conversation.State);
        foreach (var handover in running) handover.PassTo(to, handover.SalesUserId);
    }

    /// <summary>What was last understood of the customer counts again.</summary>
    public static void Forget(Change change, Customer customer, Conversation conversation)
    {
        var last = change.Store.Understandings.Where(u => u.CustomerId == customer.Id).OrderByDescending(u => u.CreatedAt)
            .Select(u => new { u.Intent, u.Stage, u.Confidence }).FirstOrDefault();
        if (last is null) customer.Understood(customer.Intent, customer.Stage, customer.Confidence, conversation.State);
        else customer.Understood(last.Intent, last.Stage, last.Confidence, conversation.State);
    }

    /// <summary>The takeover goes on as if it had not ended; unless a person holds the conversation by now.</summary>
    public static bool Resume(Change change, Customer customer, Conversation conversation, Handover ended)
    {
        if (conversation.Holder == Holder.Human) return false;
        Hold(customer, conversation, ended.ById!.Value, change.Directory.Playbooks.Current);
        ended.Resume();
        return true;
    }

    private static void Hold(Customer customer, Conversation conversation, Guid userId, Playbook playbook)
    {
        conversation.TakeOver(userId, playbook.TakeoverState);
        customer.Understood(null, Stage, 1, conversation.State);
    }

    /// <summary>The takeovers of these customers that last.</summary>
    public static IQueryable<Handover> Running(Change change, IReadOnlyCollection<Guid> customers) =>
        change.Store.Handovers.Where(h => customers.Contains(h.CustomerId) && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null);

    /// <summary>The takeovers of the conversation that last.</summary>
    public static Task<List<Handover>> RunningAsync(Change change, Conversation conversation) =>
        Running(change, [conversation.CustomerId]).Where(h => h.ConversationId == conversation.Id).ToListAsync();

    /// <summary>Ends the takeovers of the conversation that last.</summary>
    public static async Task<IReadOnlyList<Handover>> EndAsync(Change change, Conversation conversation)
    {
        var running = await RunningAsync(change, conversation);
        foreach (var handover in running) handover.End(change.Now);
        return running;
    }
}
