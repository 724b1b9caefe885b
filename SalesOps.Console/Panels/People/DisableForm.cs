namespace SalesOps.Console.Panels.People;

/// <summary>Who is to get what somebody has who is to be disabled.</summary>
public sealed class DisableForm
{
    /// <summary>By AI agent; an empty id where nobody was chosen.</summary>
    public Dictionary<Guid, Guid> Agents { get; set; } = [];

    /// <summary>Who gets what goes with no agent; empty where nobody was chosen.</summary>
    public Guid HeirId { get; set; }
}
