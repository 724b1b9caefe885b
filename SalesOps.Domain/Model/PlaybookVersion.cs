using SalesOps.Domain.Model.Rules;

namespace SalesOps.Domain.Model;

/// <summary>状态机版本: the rules of the state machine as somebody set them; the last one holds, and rows stay as they are.</summary>
public sealed class PlaybookVersion
{
    public Guid Id { get; private set; }
    /// <summary>From 1, in the order they were made; 0 is the playbook that came with the program.</summary>
    public int Number { get; private set; }
    /// <summary>The rules before.</summary>
    public IReadOnlyList<PlaybookRule> Was { get; private set; } = [];
    public IReadOnlyList<PlaybookRule> Rules { get; private set; } = [];
    /// <summary>The <see cref="SalesUser"/> who set it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }

    private PlaybookVersion() { }

    public PlaybookVersion(Guid id, int number, IReadOnlyList<PlaybookRule> was, IReadOnlyList<PlaybookRule> rules, Guid? byId, DateTime now)
    {
        Id = id;
        Number = number;
        Was = was;
        Rules = rules;
        ById = byId;
        At = now;
    }
}
