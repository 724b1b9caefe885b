namespace SalesOps.Domain.Model.Rules;

/// <summary>One thing wrong in a playbook.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.transitions[3].to</c>.</param>
/// <param name="Text">What is wrong, for the person who edits the file.</param>
/// <param name="Code">What is wrong, for the page that edits the rules: <c>itself</c>, <c>takeover</c>, <c>ambiguous</c>, <c>unreachable</c>, <c>dead_end</c>,
/// <c>leaves_final</c>, <c>no_confidence</c>, <c>empty</c>, <c>range</c>; <c>form</c> for what a page does not let happen.</param>
/// <param name="About">The state, or the number of the other rule, from 1, that it is about; null for none.</param>
public sealed record PlaybookProblem(string Path, string Text, string Code = "form", string? About = null)
{
    /// <summary>As shown: path, then text.</summary>
    public override string ToString() => $"{Path}: {Text}";
}

/// <summary>A playbook that cannot be used, with everything that is wrong in it.</summary>
public sealed class PlaybookException(IReadOnlyList<PlaybookProblem> problems, Exception? cause = null)
    : Exception($"The playbook has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}", cause)
{
    /// <summary>Every problem, in the order of the checks; never empty.</summary>
    public IReadOnlyList<PlaybookProblem> Problems { get; } = problems;
}
