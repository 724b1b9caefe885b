using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Binds a customer to an AI agent and its salesperson; every way to an assignment leads through here.</summary>
internal static class Binding
{
    /// <summary>The agents as <see cref="AssignmentPolicy"/> weighs them, with their load inside this transaction.</summary>
    /// <param name="taken">What this command gave each agent already; null when nothing.</param>
    public static AssignmentChoice Choose(Change change, Channel channel, string? language, Dictionary<Guid, int>? taken = null) => Choose(change, [channel], language, taken);

    /// <inheritdoc cref="Choose(Change, Channel, string, Dictionary{Guid, int})"/>
    public static AssignmentChoice Choose(Change change, IReadOnlyCollection<Channel> channels, string? language, Dictionary<Guid, int>? taken = null) =>
        AssignmentPolicy.Choose(channels, language, Loads(change.Directory, change.Now, id => change.Count(Model.Counters.ActiveBindings, id) + (taken?.GetValueOrDefault(id) ?? 0)));

    /// <summary>Every agent with its load.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="bindings">How many active assignments an agent holds.</param>
    public static IEnumerable<AgentLoad> Loads(StoreDirectory directory, DateTime now, Func<Guid, long> bindings) =>
        directory.AiAgents.Values.Select(agent => new AgentLoad(agent.Id, agent.OwnerId, agent.Name, agent.Language, agent.Channels, agent.Status,
            directory.SalesUsers.TryGetValue(agent.OwnerId, out var owner) && owner.IsActive, agent.Capacity, (int)bindings(agent.Id), agent.CreatedAt,
            directory.Settings.InHours(agent.Id, now)));

    /// <summary>The language in which each customer last wrote; without an entry where none was recognized.</summary>
    public static async Task<Dictionary<Guid, string>> LanguagesAsync(SalesOpsDb store, IReadOnlyCollection<Guid> customers) =>
        (await store.Customers.Where(c => customers.Contains(c.Id)).Select(c => new
        {
            c.Id,
            Language = store.Messages.Where(m => m.CustomerId == c.Id && m.Language != null).OrderByDescending(m => m.ReceivedAt).Select(m => m.Language).FirstOrDefault(),
        }).ToListAsync()).Where(c => c.Language is not null).ToDictionary(c => c.Id, c => c.Language!);

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
    public static async Task<List<object>> BindWaitingAsync(Change change, Customer customer, AiAgent agent, string reason = "waiting_bound")
    {
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
        foreach (var task in await change.Store.WorkTasks.Where(t => t.CustomerId == customer.Id && t.Status == WorkTaskStatus.Open).ToListAsync())
        {
            if (task.Kind == TaskKind.BindCustomer) task.Finish(customer, change.Now);
            if (task.SalesUserId is null) task.GiveTo(agent.OwnerId);
            changed.Add(task);
        }
        return changed;
    }
}
