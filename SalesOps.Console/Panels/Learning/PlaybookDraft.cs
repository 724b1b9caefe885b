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

    /// <summary>Takes note of a version that somebody else saved meanwhile: the draft is to follow it.</summary>
    public void Follow(PlaybookVersions versions) => (Began, Was) = (versions.Current.Rules, versions.Number);

    public void Drop() => (Rules, Began) = (null, []);
}
