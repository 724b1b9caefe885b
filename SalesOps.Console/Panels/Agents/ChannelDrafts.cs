namespace SalesOps.Console.Panels.Agents;

/// <summary>The channel lists that are being edited in the grid; rows that are drawn anew find theirs here.</summary>
public sealed class ChannelDrafts
{
    private readonly Dictionary<Guid, AgentDraft> _drafts = [];
    private readonly Dictionary<Guid, string> _problems = [];

    /// <summary>Null when the agent's list is not being edited.</summary>
    public AgentDraft? Find(Guid id) => _drafts.GetValueOrDefault(id);

    /// <summary>Why it was not saved; null when nothing is wrong.</summary>
    public string? Problem(Guid id) => _problems.GetValueOrDefault(id);

    /// <summary>Begins or goes on.</summary>
    public void Set(AgentDraft draft)
    {
        _drafts[draft.Id] = draft;
        _problems.Remove(draft.Id);
    }

    /// <summary>Adds what is known about it, and changes nothing else.</summary>
    public void Know(AgentDraft draft) => _drafts[draft.Id] = draft;

    public void Refuse(Guid id, string problem) => _problems[id] = problem;

    public void End(Guid id)
    {
        _drafts.Remove(id);
        _problems.Remove(id);
    }
}
