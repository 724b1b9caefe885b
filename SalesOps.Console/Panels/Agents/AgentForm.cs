using SalesOps.Console.Resources;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Console.Panels.Agents;

/// <summary>An AI agent's traits as <see cref="AgentFields"/> hold them; the names are those of the commands.</summary>
public sealed class AgentForm
{
    public string Name { get; set; } = "";
    public string OwnerId { get; set; } = "";
    public string Language { get; set; } = AddAiAgent.Languages[0];
    public List<Channel> Channels { get; private set; } = [.. Enum.GetValues<Channel>()];
    public int? Capacity { get; set; }
    public AgentStatus Status { get; set; }
    /// <summary>Also of channels that are not chosen, should they be chosen again.</summary>
    public Dictionary<Channel, int> Caps { get; private set; } = [];

    /// <summary>The fields' names with their labels.</summary>
    public static Dictionary<string, string> Labels() => new(StringComparer.Ordinal)
    {
        [nameof(Name)] = Text.Column_agent_name,
        [nameof(OwnerId)] = Text.Column_owner,
        [nameof(Language)] = Text.Column_language,
        [nameof(Channels)] = Text.Column_channels,
        [nameof(Capacity)] = Text.Column_capacity,
        [nameof(Caps)] = Text.Field_Caps,
        [nameof(Status)] = Text.Column_status,
    };

    public void Show(AgentTraits traits) =>
        (Name, OwnerId, Language, Channels, Capacity, Status, Caps) =
            (traits.Name, traits.OwnerId.ToString(), traits.Language, [.. traits.Channels], traits.Capacity, traits.Status, (traits.Caps ?? []).ToDictionary(cap => cap.Channel, cap => cap.Most));

    public AgentTraits Traits() => new(Name.Trim(), Guid.TryParse(OwnerId, out var owner) ? owner : Guid.Empty, Language, [.. Channels.Order()], Capacity ?? 0, Status,
        Caps.Where(cap => Channels.Contains(cap.Key)).Select(cap => new ChannelCap(cap.Key, cap.Value)).Kept());
}
