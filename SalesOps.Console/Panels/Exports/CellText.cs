using System.Globalization;

namespace SalesOps.Console.Panels.Exports;

/// <summary>Keeps spreadsheets from running what customers wrote. The one place for every file of text that leaves the console.</summary>
public static class CellText
{
    private const char Mark = '\'';

    /// <summary>
    /// The text, behind a <c>'</c> when a spreadsheet could take it for a formula: it begins with <c>= + - @</c>, their full-width forms,
    /// a tab or a line break, whatever blanks, invisible characters or <c>'</c> stand before. <see cref="Recover"/> gives every text back unchanged.
    /// </summary>
    public static string Neutral(string text) => IsFormula(text) ? Mark + text : text;

    /// <summary>What <see cref="Neutral"/> was given: without the first <c>'</c> of what would be a formula.</summary>
    public static string Recover(string cell) => cell is [Mark, .. var text] && IsFormula(text) ? text : cell;

    private static bool IsFormula(string text)
    {
        foreach (var c in text)
        {
            if (c is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' || char.IsControl(c)) return true;
            if (c != Mark && !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format) return false;
        }
        return false;
    }
}
