namespace SalesOps.Domain.Model.Rules;

/// <summary>The playbook as it came with the program, and as people changed it since; immutable.</summary>
public sealed class PlaybookVersions
{
    public static readonly PlaybookVersions None = new([]);

    public PlaybookVersions(IEnumerable<PlaybookVersion> versions)
    {
        All = [.. versions.OrderBy(v => v.Number)];
        Current = Of(All.Count == 0 ? null : All[^1]);
    }

    /// <summary>Every version that people set, the newest last.</summary>
    public IReadOnlyList<PlaybookVersion> All { get; }

    /// <summary>The one that holds.</summary>
    public Playbook Current { get; }

    /// <summary>The number of the one that holds; 0 for the one that came with the program.</summary>
    public int Number => All.Count == 0 ? 0 : All[^1].Number;

    /// <summary>The one that held at a moment.</summary>
    /// <param name="at">UTC.</param>
    public Playbook AsOf(DateTime at)
    {
        var then = All.LastOrDefault(v => v.At <= at);
        return then is not null && then == All[^1] ? Current : Of(then);
    }

    private static Playbook Of(PlaybookVersion? version) => version is null ? Playbook.Default : Playbook.Default.With(version.Rules);
}
