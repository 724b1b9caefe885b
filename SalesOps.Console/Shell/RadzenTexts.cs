using System.Globalization;
using Radzen;
using SalesOps.Console.Resources;

namespace SalesOps.Console.Shell;

/// <summary>Radzen's own words in the page's language: its key <c>Dialog_CloseAriaLabel</c> is our text <c>Radzen_Dialog_CloseAriaLabel</c>.</summary>
internal sealed class RadzenTexts : ILocalizer
{
    public string? Get(string key, CultureInfo culture) => Text.ResourceManager.GetString("Radzen_" + key, CultureInfo.CurrentUICulture);
}
