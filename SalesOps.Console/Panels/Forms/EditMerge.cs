namespace SalesOps.Console.Panels.Forms;

/// <summary>Brings together what somebody else changed while a form was open, and what was typed in it.</summary>
public sealed class EditMerge
{
    private readonly List<Conflict> _conflicts = [];

    /// <summary>A field that somebody else changed.</summary>
    /// <param name="Yours">What was typed and stays; null when nothing was, and the field holds what they wrote.</param>
    public sealed record Conflict(string Label, string Was, string Now, string? Yours);

    public IReadOnlyList<Conflict> Conflicts => _conflicts;

    /// <summary>What the field holds from now on: what they wrote, unless something else was typed here.</summary>
    /// <param name="words">Values are the same when these are.</param>
    public T Pick<T>(string label, T was, T theirs, T yours, Func<T, string> words)
    {
        var (before, now, typed) = (words(was), words(theirs), words(yours));
        if (before == now) return yours;
        var untouched = typed == before || typed == now;
        _conflicts.Add(new Conflict(label, before, now, untouched ? null : typed));
        return untouched ? theirs : yours;
    }
}
