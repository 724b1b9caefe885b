using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Binds a customer to an AI agent and its salesperson; every way to an assignment leads through here.</summary>
internal static class Binding
{
    /// <summary>The agents as <see cref="AssignmentPolicy"/> weighs them, with their load inside this transaction.</summary>
    public static AssignmentChoice Choose(Change change, Channel channel, string? language) =>
        AssignmentPolicy.Choose(channel, language, change.Directory.AiAgents.Values.Select(agent => Load(change, agent)));

    /// <summary>Makes the assignment and gives the customer's work to the new salesperson. Rows the customer has must be tracked.</summary>
    public static Assignment Bind(Change change, Customer customer, AiAgent agent, string reason)
    {
        var assignment = new Assignment(change.NewId(), customer.Id, agent.Id, agent.OwnerId, reason, change.Now);
        change.Store.Add(assignment);
        customer.Bind(agent.Id, agent.OwnerId);
        return assignment;
    }

    private static AgentLoad Load(Change change, AiAgent agent) => new(agent.Id, agent.OwnerId, agent.Name, agent.Language, agent.Channels, agent.Status,
        change.Directory.SalesUsers.TryGetValue(agent.OwnerId, out var owner) && owner.IsActive, agent.Capacity,
        (int)change.Count(Model.Counters.ActiveBindings, agent.Id), agent.CreatedAt);
}
