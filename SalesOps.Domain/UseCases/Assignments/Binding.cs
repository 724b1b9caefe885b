using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Binds a customer to an AI agent and its salesperson; every way to an assignment leads through here.</summary>
internal static class Binding
{
    /// <summary>What the audit log says of somebody who waited and was bound.</summary>
    public const string Waited = "customer.assigned";

    /// <summary>The agents as <see cref="AssignmentPolicy"/> weighs them, with their load inside this transaction.</summary>
    /// <param name="holdings">With what this command gave each agent already; null when nothing.</param>
    public static AssignmentChoice Choose(Change change, Channel channel, string? language, Holdings? holdings = null) =>
        AssignmentPolicy.Choose(channel, language, Loads(change, channel, holdings));

    /// <inheritdoc cref="AssignmentPolicy.Choose(Channel, IReadOnlyCollection{Channel}, string, IEnumerable{AgentLoad})"/>
    public static AssignmentChoice Choose(Change change, Channel last, IReadOnlyCollection<Channel> channels, string? language, Holdings? holdings = null) =>
        AssignmentPolicy.Choose(last, channels, language, Loads(change, last, holdings));

    /// <inheritdoc cref="AssignmentPolicy.Route"/>
    /// <param name="but">Whose agents do not count; null for nobody's.</param>
    public static AssignmentChoice Route(Change change, Channel last, IReadOnlyCollection<Channel> channels, string? language, Holdings? holdings = null, IReadOnlySet<Guid>? but = null) =>
        AssignmentPolicy.Route(last, channels, language, Loads(change, last, holdings).Where(agent => but?.Contains(agent.OwnerId) != true));

    private static IEnumerable<AgentLoad> Loads(Change change, Channel last, Holdings? holdings)
    {
        holdings ??= new Holdings(change);
        return Loads(change.Directory, change.Now, holdings.Of, holdings.Of, last);
    }

    /// <summary>Whether somebody waits who can have the place that the agent has free. Whoever comes then joins those who wait, and all are bound in the order in which they came.</summary>
    /// <param name="but">Where one customer waits who does not count; null for none.</param>
    public static bool IsAwaited(Change change, AiAgent agent, Channel? but)
    {
        var holdings = new Holdings(change);
        return agent.Channels.Any(channel => change.CountWaiting(channel) > (channel == but ? 1 : 0) && holdings.HasRoom(agent, channel));
    }

    /// <summary>Every agent with its load.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="bindings">How many active assignments an agent holds.</param>
    /// <param name="held">How many of its customers are on a channel; asked where a cap says that it matters.</param>
    /// <param name="only">The one channel whose caps are asked for; null for all.</param>
    public static IEnumerable<AgentLoad> Loads(StoreDirectory directory, DateTime now, Func<Guid, long> bindings, Func<Guid, Channel, long> held, Channel? only = null)
    {
        var onLeave = directory.OnLeaveAt(now);
        return directory.AiAgents.Values.Select(agent => new AgentLoad(agent.Id, agent.OwnerId, agent.Name, agent.Language, agent.Channels, agent.Status,
            directory.SalesUsers.TryGetValue(agent.OwnerId, out var owner) && owner.IsActive, agent.Capacity, (int)bindings(agent.Id), agent.CreatedAt,
            directory.Settings.InHours(agent.Id, now), Caps(agent.Id, agent.Caps, held, only),
            directory.AttendanceOf(agent.OwnerId, onLeave)));
    }

    /// <summary>The caps with what the agent holds; null for none.</summary>
    public static List<ChannelLoad>? Caps(Guid agent, IReadOnlyList<ChannelCap>? caps, Func<Guid, Channel, long> held, Channel? only = null) =>
        caps?.Where(cap => only is null || cap.Channel == only).Select(cap => new ChannelLoad(cap.Channel, (int)held(agent, cap.Channel), cap.Most)).ToList();

    /// <summary>The language in which each customer last wrote; without an entry where none was recognized.</summary>
    public static async Task<Dictionary<Guid, string>> LanguagesAsync(SalesOpsDb store, IReadOnlyCollection<Guid> customers) =>
        (await store.Customers.Where(c => customers.Contains(c.Id)).Select(c => new
        {
            c.Id,
            Language = store.Messages.Where(m => m.CustomerId == c.Id && m.Language != null).OrderByDescending(m => m.ReceivedAt).Select(m => m.Language).FirstOrDefault(),
        }).ToListAsync()).Where(c => c.Language is not null).ToDictionary(c => c.Id, c => c.Language!);

    /// <summary>The channels on which whoever serves each customer must be: those of the conversations, and the one last written from.</summary>
    /// <param name="last">The customers with the channel each last wrote from.</param>
    public static async Task<ILookup<Guid, Channel>> ChannelsAsync(SalesOpsDb store, IReadOnlyCollection<Guid> customers, IEnumerable<(Guid Id, Channel Channel)> last, CancellationToken cancellationToken) =>
        (await store.Conversations.Where(c => customers.Contains(c.CustomerId)).Select(c => new ValueTuple<Guid, Channel>(c.CustomerId, c.Channel)).ToListAsync(cancellationToken))
            .Concat(last).Distinct().ToLookup(c => c.Item1, c => c.Item2);

    /// <summary>The same of one customer whom the command has before it; by prepared statements, because who waits may write again and again.</summary>
    /// <param name="last">The one last written from.</param>
    /// <param name="isSeveral">Whether there are others: see <see cref="Customer.IsSeveral"/>.</param>
    public static IReadOnlyCollection<Channel> Channels(Change change, Guid customer, Channel last, bool isSeveral) => !isSeveral ? [last]
        : [.. Enum.GetValues<Channel>().Where(channel => channel == last || change.Find<Conversation>((nameof(Conversation.CustomerId), customer), (nameof(Channel), channel.Code())) is not null)];

    /// <summary>Makes the assignment and gives the customer's work to the new salesperson. Rows the customer has must be tracked.</summary>
    public static Assignment Bind(Change change, Customer customer, AiAgent agent, string reason)
    {
        var assignment = new Assignment(change.NewId(), customer.Id, agent.Id, agent.OwnerId, reason, change.Now);
        change.Add(assignment);
        customer.Bind(agent.Id, agent.OwnerId);
        return assignment;
    }

    /// <summary>Binds a customer who waited, and gives what waited with it to the new salesperson.</summary>
    /// <returns>Every row this changed besides the customer.</returns>
    /// <param name="isMet">Whether somebody saw to the first contact already: nobody did for who was never bound.</param>
    public static async Task<List<object>> BindWaitingAsync(Change change, Customer customer, AiAgent agent, string reason = "waiting_bound", bool? isMet = null)
    {
        isMet ??= await change.Store.Assignments.AnyAsync(a => a.CustomerId == customer.Id);
        var changed = new List<object> { Bind(change, customer, agent, reason) };
        var running = await Takeover.Running(change, [customer.Id]).ToListAsync();
        foreach (var conversation in await change.Store.Conversations.Where(c => c.CustomerId == customer.Id).ToListAsync())
        {
            conversation.GiveToAi();
            changed.Add(conversation);
            changed.AddRange(Takeover.Follow(change, customer, conversation, running.Where(h => h.ConversationId == conversation.Id), from: null));
        }
        foreach (var review in await change.Store.Reviews.Where(r => r.CustomerId == customer.Id && r.Status == ReviewStatus.Pending).ToListAsync())
        {
            review.Bind(agent.Id, agent.OwnerId);
            changed.Add(review);
        }
        // Who asked for a person was the fallback owner's only for want of a salesperson.
        var fallback = RuleTasks.OwnerUnbound(change, TaskKind.PersonWanted);
        foreach (var task in await change.Store.WorkTasks.Where(t => t.CustomerId == customer.Id && t.Status == WorkTaskStatus.Open).ToListAsync())
        {
            if (task.Kind == TaskKind.BindCustomer) task.Finish(customer, change.Now);
            if (task.SalesUserId is null || (task.Kind == TaskKind.PersonWanted && task.SalesUserId == fallback)) task.GiveTo(agent.OwnerId);
            changed.Add(task);
        }
        if (!isMet.Value)
        {
            var first = RuleTasks.Make(change, TaskKind.FirstContact, customer);
            change.Add(first);
            changed.Add(first);
        }
        return changed;
    }
}
