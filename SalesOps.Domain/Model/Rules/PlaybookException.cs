namespace SalesOps.Domain.Model.Rules;

/// <summary>One thing wrong in a playbook.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.transitions[3].to</c>.</param>
/// <param name="Text">What is wrong, for the person who edits the file.</param>
public sealed record PlaybookProblem(string Path, string Text)
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
