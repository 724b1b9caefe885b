using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Lists;

/// <summary>A sentence whose numbers open the rows that they count. What is typed in the dialog stays: a list opens in a tab of its own.</summary>
public sealed partial class Counted
{
    private int? _open;
    private int _skip;
    private int _asked;
    private CountedRows? _rows;
    private string? _problem;
    private object? _read;

    /// <summary>The sentence, with places for the numbers and other words.</summary>
    [Parameter, EditorRequired] public string Format { get; set; } = "";
    [Parameter, EditorRequired] public IReadOnlyList<Number> Numbers { get; set; } = [];
    [Parameter] public string? Class { get; set; }
    /// <summary>What else the rows depend on: they are read anew when it changes.</summary>
    [Parameter] public object? Of { get; set; }

    /// <summary>What stands in a place of the sentence.</summary>
    /// <param name="Value">A number, or words.</param>
    /// <param name="Asked">The list's part of the address, as of <see cref="ListLink"/>; null where no filter says which rows they are.</param>
    /// <param name="Rows">Reads them from one on; null where they are not shown.</param>
    /// <param name="Kind">What the rows' codes are labelled by; null where they have none.</param>
    public sealed record Number(object? Value, string? Asked = null, Func<int, Task<Result<CountedRows>>>? Rows = null, string? Kind = null);

    private object?[] Values => [.. Numbers.Select(n => n.Value)];

    protected override Task OnParametersSetAsync()
    {
        // Another sentence may stand here by now, which does not count what is open.
        if (_open is { } open && (open >= Numbers.Count || Numbers[open].Rows is null)) (_open, _rows, _problem, _asked) = (null, null, null, _asked + 1);
        if (Equals(_read, Of)) return Task.CompletedTask;
        _read = Of;
        return _open is null ? Task.CompletedTask : ReadAsync(0);
    }

    /// <summary>The sentence in parts; those that count something with their place.</summary>
    private IEnumerable<(string Words, int? Place)> Parts()
    {
        var last = 0;
        foreach (Match match in Places().Matches(Format))
        {
            var at = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            if (match.Index > last) yield return (Format[last..match.Index].With(Values), null);
            yield return (match.Value.With(Values), Numbers[at].Value is int or long && Convert.ToInt64(Numbers[at].Value, CultureInfo.InvariantCulture) > 0 ? at : null);
            last = match.Index + match.Length;
        }
        if (last < Format.Length) yield return (Format[last..].With(Values), null);
    }

    private Task ToggleAsync(int at)
    {
        if (_open == at)
        {
            (_open, _rows) = (null, null);
            return Task.CompletedTask;
        }
        (_open, _rows) = (at, null);
        return ReadAsync(0);
    }

    private async Task ReadAsync(int skip)
    {
        if (_open is not { } open || Numbers[open].Rows is not { } read) return;
        var asked = ++_asked;
        var answer = await read(skip);
        if (asked != _asked) return;
        (_skip, _rows, _problem) = (skip, answer.Succeeded ? answer.Value : null, answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]));
    }

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Places();
}
