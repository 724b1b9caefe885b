using System.Globalization;
using SalesOps.Console.Resources;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Console.Shell;

/// <summary>The localized label of a code that is data: <c>Labels.For("Action", "customer.human_takeover")</c> is the text <c>Action_customer_human_takeover</c>.</summary>
public static class Labels
{
    /// <summary>The label, or null for a code nobody has named yet.</summary>
    public static string? For(string kind, string? code) =>
        string.IsNullOrEmpty(code) ? null : Text.ResourceManager.GetString($"{kind}_{code.Replace('.', '_')}", CultureInfo.CurrentUICulture) ?? OfPlaybook(kind, code);

    /// <summary>Intents, stages, states and risks bring their words along in the playbook.</summary>
    private static string? OfPlaybook(string kind, string code) =>
        Enum.TryParse<PlaybookTerm>(kind, out var term) && Playbook.Default.Label(term, code, CultureInfo.CurrentUICulture.Name) is var label && label != code ? label : null;

    /// <summary>The label, or the code itself.</summary>
    public static string OrCode(string kind, string code) => For(kind, code) ?? code;

    /// <summary><paramref name="format"/> with its places filled in, in the page's culture; <c>{0:task|tasks}</c> is the one for 1 and the other for every other number.</summary>
    public static string With(this string format, params ReadOnlySpan<object?> values) =>
        string.Format(format.Contains('|', StringComparison.Ordinal) ? CountedWords.Of(CultureInfo.CurrentCulture) : CultureInfo.CurrentCulture, format, values);
}
