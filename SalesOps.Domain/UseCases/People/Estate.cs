using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.People;

/// <summary>What a person who leaves has: AI agents with their customers, conversations held, tasks; tracked rows.</summary>
internal sealed partial class Estate
{
    private readonly Change _change;
    private readonly SalesUser _user;
    private readonly Dictionary<Guid, List<Guid>> _agents = [];
    private List<Conversation> _conversations = [];
    private List<Handover> _takeovers = [];
    private List<WorkTask> _tasks = [];
    private List<Guid?> _taskOwners = [];
    private HashSet<Guid> _moving = [];

    private Estate(Change change, SalesUser user) => (_change, _user) = (change, user);

    /// <summary>How many customers go with the agents.</summary>
    public int Customers => _moving.Count;

    /// <summary>How many conversations the person holds.</summary>
    public int Conversations { get; private set; }

    /// <summary>Nothing goes to anybody.</summary>
    public bool IsEmpty => _agents.Count + Rest.Count == 0;

    private DisableSalesUser.Rest Rest => new(_conversations.Count, _tasks.Count);

    public static async Task<Estate> ReadAsync(Change change, SalesUser user, CancellationToken cancellationToken)
    {
        var (estate, store) = (new Estate(change, user), change.Store);
        foreach (var agent in Agents(change.Directory, user.Id, id => change.Count(Model.Counters.ActiveBindings, id)))
            estate._agents[agent.Id] = await store.Assignments.AsNoTracking().Where(a => a.AiAgentId == agent.Id && a.Status == AssignmentStatus.Active)
                .Select(a => a.CustomerId).ToListAsync(cancellationToken);
        estate._moving = [.. estate._agents.Values.SelectMany(c => c)];
        var held = await store.Conversations.Where(c => c.HolderUserId == user.Id).ToListAsync(cancellationToken);
        // Those of moved customers go along with them.
        estate._conversations = held.FindAll(c => !estate._moving.Contains(c.CustomerId));
        estate.Conversations = held.Count;
        estate._takeovers = await Takeover.Running(change, [.. estate._conversations.Select(c => c.CustomerId)]).ToListAsync(cancellationToken);
        var tasks = await store.WorkTasks.Where(t => t.SalesUserId == user.Id && t.Status == WorkTaskStatus.Open).ToListAsync(cancellationToken);
        estate._tasks = tasks.FindAll(t => !estate._moving.Contains(t.CustomerId));
        var customers = estate._tasks.Select(t => t.CustomerId).Distinct().ToList();
        estate._taskOwners = await store.Customers.Where(c => customers.Contains(c.Id)).Select(c => c.SalesUserId).Distinct().ToListAsync(cancellationToken);
        return estate;
    }

    /// <summary>The person's agents that somebody else must have: all but those that are disabled and hold nobody.</summary>
    /// <param name="bindings">How many active assignments an agent holds.</param>
    public static IEnumerable<AiAgent> Agents(StoreDirectory directory, Guid userId, Func<Guid, long> bindings) =>
        directory.AiAgents.Values.Where(a => a.OwnerId == userId && (a.Status != AgentStatus.Disabled || bindings(a.Id) > 0));

    /// <summary>The person's agents that somebody has who stands in.</summary>
    public static IEnumerable<AiAgent> Lent(StoreDirectory directory, Guid userId) => directory.AiAgents.Values.Where(a => a.HomeOwnerId == userId);

    /// <summary>How many customers are on the way to the person or from them, after an edit of an agent; null when nobody is. Until they arrived nobody may be left without a salesperson.</summary>
    public static async Task<long?> FollowingAsync(SalesOpsDb store, StoreDirectory directory, Guid userId, CancellationToken cancellationToken)
    {
        long? following = null;
        foreach (var agent in directory.AiAgents.Values.Where(a => a.PendingEditId is not null))
        {
            var (isTheirs, owner) = (agent.OwnerId == userId || agent.HomeOwnerId == userId, agent.OwnerId);
            var under = store.Assignments.Where(a => a.AiAgentId == agent.Id && a.Status == AssignmentStatus.Active);
            var count = await under.LongCountAsync(a => isTheirs ? a.SalesUserId != owner : a.SalesUserId == userId, cancellationToken);
            if (isTheirs || count > 0) following = (following ?? 0) + count;
        }
        return following;
    }

    /// <summary>What the command leaves out or gives to somebody who cannot have it; null when nothing.</summary>
    public Error? Refuse(DisableSalesUser.Command request)
    {
        if (Heirs.Refuse(_change, _user.Id, request.Agents ?? []) is { } refused) return refused;
        if (_moving.Count + Rest.Count > EditAiAgent.MostMoved) return new Error(ErrorKind.TooLarge, $"At most {EditAiAgent.MostMoved} customers, conversations and tasks change hands at once.", Code: "too_many");
        if (Rest.Exceeds(request.Seen)) return CameSince;
        if (Rest.Count == 0) return null;
        return request.HeirId is { } id && id != _user.Id && _change.Directory.SalesUsers.TryGetValue(id, out var rest) && MayInherit(_change.Directory, rest, _conversations.Count, _taskOwners) ? null
            : Error.Invalid("heirId", "Somebody must get the conversations and tasks; those of others' customers somebody who sees them.", "choose");
    }

    public static readonly Error CameSince = new(ErrorKind.Stale, "The person got more conversations or tasks meanwhile.", Code: "rest");

    /// <summary>What goes with none of the agents: the conversations that the person holds, and the open tasks.</summary>
    public static (IQueryable<Conversation> Held, IQueryable<WorkTask> Tasks) RestOf(SalesOpsDb store, Guid userId, IReadOnlyCollection<Guid> agents)
    {
        var along = store.Assignments.Where(a => a.Status == AssignmentStatus.Active && agents.Contains(a.AiAgentId)).Select(a => a.CustomerId);
        return (store.Conversations.Where(c => c.HolderUserId == userId && !along.Contains(c.CustomerId)),
            store.WorkTasks.Where(t => t.SalesUserId == userId && t.Status == WorkTaskStatus.Open && !along.Contains(t.CustomerId)));
    }

    /// <summary>Whether the person can get what goes with no agent: who can work, conversations only who sees everybody's customers, tasks who may open all of theirs.</summary>
    /// <param name="taskOwners">Whose the customers of the tasks are; null for nobody's.</param>
    public static bool MayInherit(StoreDirectory directory, SalesUser heir, int conversations, IEnumerable<Guid?> taskOwners) =>
        directory.MayWork(heir.Id) && (Caller.Person(heir).OnlyOwnerId is not { } own || (conversations == 0 && taskOwners.All(owner => owner == own)));
}
