using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using SalesOps.Console.Resources;

namespace SalesOps.Console.Shell;

/// <summary>
/// The page's texts as one frozen table for each language. The manager that the compiler gives <see cref="Text"/> takes a lock for each word,
/// and all pages that are drawn at the same time stand at it.
/// </summary>
internal sealed class TextTable() : ResourceManager(typeof(Text))
{
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, string>> _languages = new(StringComparer.Ordinal);

    /// <summary>Makes <see cref="Text"/> read from here.</summary>
    public static void Install() => ManagerOf(null) = new TextTable();

    /// <inheritdoc />
    public override string? GetString(string name) => GetString(name, null);

    /// <inheritdoc />
    public override string? GetString(string name, CultureInfo? culture)
    {
        culture ??= CultureInfo.CurrentUICulture;
        if (!_languages.TryGetValue(culture.Name, out var words)) _languages[culture.Name] = words = Read(culture);
        return words.GetValueOrDefault(name);
    }

    /// <summary>A language's own texts, and its parents' where it has none.</summary>
    private FrozenDictionary<string, string> Read(CultureInfo culture)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = culture; ; at = at.Parent)
        {
            if (GetResourceSet(at, createIfNotExists: true, tryParents: false) is { } set)
                foreach (System.Collections.DictionaryEntry entry in set) words.TryAdd((string)entry.Key, (string)entry.Value!);
            if (at.Equals(CultureInfo.InvariantCulture)) return words.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "resourceMan")]
    private static extern ref ResourceManager ManagerOf(Text? text);
}
