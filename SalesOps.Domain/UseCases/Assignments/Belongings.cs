using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Bound customers with all that goes along when they change hands; tracked rows, read together, so that hundreds cost a few questions.</summary>
internal sealed partial class Belongings
{
    private const int AtOnce = 500;

    private readonly Change _change;
    private readonly Dictionary<Guid, Customer> _customers = [];
    private readonly Dictionary<Guid, Assignment> _assignments = [];
    private readonly List<Conversation> _conversations = [];
    private readonly List<Review> _reviews = [];
    private readonly List<WorkTask> _tasks = [];
    private readonly List<Handover> _takeovers = [];
    private ILookup<Guid, Conversation> _conversationsOf = null!;
    private ILookup<Guid, Review> _reviewsOf = null!;
    private ILookup<Guid, WorkTask> _tasksOf = null!;

    private Belongings(Change change) => _change = change;

    public static async Task<Belongings> ReadAsync(Change change, IReadOnlyCollection<Guid> customers)
    {
        var (all, store) = (new Belongings(change), change.Store);
        foreach (var ids in customers.Chunk(AtOnce))
        {
            foreach (var customer in await store.Customers.Where(c => ids.Contains(c.Id)).ToListAsync()) all._customers[customer.Id] = customer;
            foreach (var assignment in await store.Assignments.Where(a => ids.Contains(a.CustomerId) && a.Status == AssignmentStatus.Active).ToListAsync())
                all._assignments[assignment.CustomerId] = assignment;
            all._conversations.AddRange(await store.Conversations.Where(c => ids.Contains(c.CustomerId)).ToListAsync());
            // Those that last, and those that an undo may still find ended.
            var ended = change.Now - UndoWindow.Length;
            all._takeovers.AddRange(await store.Handovers.Where(h => ids.Contains(h.CustomerId) && h.Kind == HandoverKind.HumanTakeover && (h.EndedAt == null || h.EndedAt >= ended)).ToListAsync());
            all._reviews.AddRange(await store.Reviews.Where(r => ids.Contains(r.CustomerId) && r.Status == ReviewStatus.Pending).ToListAsync());
            all._tasks.AddRange(await store.WorkTasks.Where(t => ids.Contains(t.CustomerId) && t.Status == WorkTaskStatus.Open).ToListAsync());
        }
        (all._conversationsOf, all._reviewsOf, all._tasksOf) =
            (all._conversations.ToLookup(c => c.CustomerId), all._reviews.ToLookup(r => r.CustomerId), all._tasks.ToLookup(t => t.CustomerId));
        return all;
    }

    public Customer Customer(Guid id) => _customers[id];

    /// <summary>Null when there is no such customer.</summary>
    public Customer? Find(Guid id) => _customers.GetValueOrDefault(id);

    /// <summary>Every channel the customer has a conversation on.</summary>
    public IReadOnlyCollection<Channel> Channels(Guid customer) => [.. _conversationsOf[customer].Select(c => c.Channel).Append(_customers[customer].Channel).Distinct()];

    /// <summary>The active assignment; null while the customer is unbound.</summary>
    public Assignment? Assignment(Guid customer) => _assignments.GetValueOrDefault(customer);

    /// <summary>Gives the customer to another agent, or to the agent's new salesperson, with everything that is open.</summary>
    /// <param name="leaving">It stays there only until the conversation ends.</param>
    /// <param name="handover">The handover that says so, for a person's doing.</param>
    public Rebound Move(Guid id, AiAgent to, string reason, bool leaving = false, Handover? handover = null)
    {
        var (customer, before) = (_customers[id], _assignments[id]);
        before.Transfer(_change.Now);
        var next = Binding.Bind(_change, customer, to, reason);
        if (leaving) next.Leave(_change.Now);
        foreach (var conversation in _conversationsOf[id]) conversation.PassOn();
        if (handover is not null) _change.Add(handover);
        _change.Record("customer.transfer_assignment", customer, [.. new object?[] { before, next, handover }.OfType<object>(), .. Hand(id, before.SalesUserId, to.Id, to.OwnerId)]);
        return new Rebound(id, before.Id, next.Id, null, false);
    }

    /// <summary>Goes along with its agent to the agent's new salesperson; who is to leave when the conversation ends still is.</summary>
    public Rebound Follow(Guid id, AiAgent agent, string reason) => Move(id, agent, reason, _assignments[id].LeavingSince is not null);

    /// <summary>Leaves the customer with nobody, in sight: the AI falls silent, and a task asks to bind the customer.</summary>
    public Rebound Unbind(Guid id)
    {
        var (customer, before) = (_customers[id], _assignments[id]);
        before.Close(_change.Now);
        customer.Unbind(_change.Now);
        foreach (var conversation in _conversationsOf[id]) conversation.TakeFromAi();
        var task = RuleTasks.Make(_change, TaskKind.BindCustomer, customer);
        _change.Add(task);
        _change.Record("customer.unbound", customer, [before, task, .. Hand(id, before.SalesUserId, null, null)]);
        return new Rebound(id, before.Id, null, task.Id, false);
    }

    /// <summary>Lets the customer stay until the conversation ends.</summary>
    public Rebound Leave(Guid id)
    {
        var assignment = _assignments[id];
        assignment.Leave(_change.Now);
        _change.Record("assignment.leaving", assignment);
        return new Rebound(id, assignment.Id, null, null, true);
    }

    /// <summary>Hands on what is open. A task that somebody else was given stays with them.</summary>
    private List<object> Hand(Guid id, Guid? from, Guid? agent, Guid? owner)
    {
        var open = new List<object>();
        foreach (var conversation in _conversationsOf[id])
        {
            open.Add(conversation);
            open.AddRange(Takeover.Follow(_change, _customers[id], conversation, _takeovers.Where(h => h.ConversationId == conversation.Id && h.EndedAt is null), from));
        }
        foreach (var review in _reviewsOf[id])
        {
            review.Bind(agent, owner);
            open.Add(review);
        }
        foreach (var task in _tasksOf[id])
        {
            if (task.SalesUserId is { } holder && holder != from) continue;
            task.GiveTo(owner);
            open.Add(task);
        }
        return open;
    }
}
