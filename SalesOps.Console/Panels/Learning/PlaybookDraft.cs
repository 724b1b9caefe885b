using SalesOps.Domain.Model.Rules;

namespace SalesOps.Console.Panels.Learning;

/// <summary>Rules that somebody is changing in this tab. It outlasts the panel, which goes when it is scrolled far away.</summary>
internal sealed class PlaybookDraft
{
    /// <summary>Null while nothing is changed.</summary>
    public List<PlaybookRule>? Rules { get; private set; }

    /// <summary>The rules that it began with.</summary>
    public IReadOnlyList<PlaybookRule> Began { get; private set; } = [];

    /// <summary>The number of the version that it is to follow.</summary>
    public int Was { get; private set; }

    public void Begin(PlaybookVersions versions) => (Rules, Began, Was) = ([.. versions.Current.Rules], versions.Current.Rules, versions.Number);

    /// <summary>Takes in what somebody else saved meanwhile. Of a rule that both changed both stand there, for the person to choose.</summary>
    public void Follow(PlaybookVersions versions)
    {
        var theirs = versions.Current.Rules;
        List<PlaybookRule> both = [.. Rules!.Where(r => theirs.Contains(r) || !Began.Contains(r))];
        for (var i = 0; i < theirs.Count; i++)
            if (!both.Contains(theirs[i]) && !Began.Contains(theirs[i])) both.Insert(Math.Min(i, both.Count), theirs[i]);
        (Rules, Began, Was) = (both, theirs, versions.Number);
    }

    public void Drop() => (Rules, Began) = (null, []);
}
