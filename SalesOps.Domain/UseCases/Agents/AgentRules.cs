using FluentValidation;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>What an AI agent must be, when it is added and when it is edited.</summary>
internal static class AgentRules
{
    public static IRuleBuilderOptions<T, string> AgentName<T>(this IRuleBuilder<T, string> rule) => (IRuleBuilderOptions<T, string>)
        rule.Visible().MaximumLength(100).WithErrorCode("too_long").PlainText();

    public static IRuleBuilderOptions<T, string> AgentLanguage<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(AddAiAgent.Languages.Contains).WithMessage("The language must be vi, zh or en.").WithErrorCode("choose");

    /// <summary>At least one, each known, each once.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<Channel>> ChannelList<T>(this IRuleBuilder<T, IReadOnlyList<Channel>> rule) =>
        rule.NotEmpty().WithErrorCode("channels")
            .Must(list => list is null || list.All(Enum.IsDefined)).WithMessage("There is no such channel.").WithErrorCode("choose")
            .Must(list => list is null || list.Distinct().Count() == list.Count).WithMessage("A channel stands in the list twice.").WithErrorCode("twice");

    public static IRuleBuilderOptions<T, int> AgentCapacity<T>(this IRuleBuilder<T, int> rule) => rule.InclusiveBetween(1, AiAgent.MostCapacity).WithErrorCode("range");

    /// <summary>Each of a channel that the agent serves, each once, from 1 to its capacity.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<ChannelCap>?> AgentCaps<T>(this IRuleBuilder<T, IReadOnlyList<ChannelCap>?> rule, Func<T, IReadOnlyList<Channel>?> channels, Func<T, int> capacity) =>
        rule.Must((c, caps) => caps is null || caps.All(cap => channels(c)?.Contains(cap.Channel) == true)).WithMessage("A cap is of a channel that the agent serves.").WithErrorCode("choose")
            .Must((_, caps) => caps is null || caps.DistinctBy(cap => cap.Channel).Count() == caps.Count).WithMessage("A channel has two caps.").WithErrorCode("twice")
            .Must((c, caps) => caps is null || caps.All(cap => cap.Most >= 1 && cap.Most <= capacity(c))).WithMessage("A cap lies between 1 and the capacity.").WithErrorCode("cap_range");

    /// <summary>What of the traits the store's other rows forbid; null when nothing.</summary>
    /// <param name="agent">The agent that is edited; null for a new one.</param>
    /// <param name="takesBack">It goes back to whom it was with: who was suspended has it again.</param>
    public static Error? Refuse(StoreDirectory directory, AgentTraits traits, AiAgent? agent, bool takesBack = false)
    {
        if (directory.AiAgents.Values.Any(a => a.Id != agent?.Id && string.Equals(a.Name, traits.Name, StringComparison.OrdinalIgnoreCase)))
            return Error.Invalid("name", "An AI agent has this name already.", "taken");
        // An owner who left meanwhile does not keep the agent from being paused or disabled.
        if (agent?.OwnerId == traits.OwnerId && traits.Status != AgentStatus.Active) return null;
        return directory.SalesUsers.TryGetValue(traits.OwnerId, out var owner) && owner.MaySell && (takesBack || agent?.OwnerId == owner.Id || directory.MayWork(owner.Id)) ? null
            : Error.Invalid("ownerId", "The owner must be an active salesperson who is let in.", "choose");
    }

    /// <summary>What the audit log calls the edit.</summary>
    public static string Action(AgentTraits before, AgentTraits after) => before.Status == after.Status ? "ai_agent.updated" : after.Status switch
    {
        AgentStatus.Paused => "ai_agent.paused",
        AgentStatus.Disabled => "ai_agent.disabled",
        _ => "ai_agent.resumed",
    };

    /// <summary>Why a customer goes to another agent, as the assignment's reason.</summary>
    public static string Reason(StrandedBy by) => by switch
    {
        StrandedBy.Channel => "channel_removed",
        StrandedBy.Capacity => "capacity",
        StrandedBy.Cap => "channel_cap",
        _ => "agent_disabled",
    };
}
