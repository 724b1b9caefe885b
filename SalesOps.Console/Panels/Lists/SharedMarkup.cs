using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Panels.Lists;

/// <summary>
/// What looks the same to everybody is drawn once for all pages: two hundred pages that show one row hold one text of it, and each only
/// compares where it would have drawn. Kept as long as the row is: the queries give all who see the same rows the same objects.
/// </summary>
internal static class SharedMarkup
{
    private static readonly ConditionalWeakTable<object, ConcurrentDictionary<(string Part, string Culture), MarkupString?>> Rows = new();

    /// <summary>A part of a row; null when each page must draw it, because it handles events or is a component.</summary>
    /// <param name="row">What is drawn; another object is drawn anew.</param>
    /// <param name="part">The part's name among all that is drawn of such rows.</param>
    /// <param name="draw">Draws it from the row and the language alone, and from nothing of the page, the moment or who looks at it: words that change with time are left to the script.</param>
    public static MarkupString? Of(object row, string part, Func<RenderFragment> draw) =>
        Rows.GetValue(row, static _ => new(concurrencyLevel: 1, capacity: 11)).GetOrAdd((part, CultureInfo.CurrentUICulture.Name),
            static (_, draw) => FragmentText.Of(draw()) is { } text ? new MarkupString(text) : null, draw);
}
