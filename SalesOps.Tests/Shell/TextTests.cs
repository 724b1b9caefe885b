using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Shell;

public sealed partial class TextTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void Translation_HasTheNeutralKeys_FilledAndWithTheSamePlaces(string culture)
    {
        var neutral = Read(CultureInfo.InvariantCulture);
        var translated = Read(CultureInfo.GetCultureInfo(culture));

        Assert.NotEmpty(neutral);
        Assert.Equal(neutral.Keys.Order(StringComparer.Ordinal), translated.Keys.Order(StringComparer.Ordinal));
        Assert.All(neutral, text => Assert.Equal(Places(text.Value), Places(translated[text.Key])));
        Assert.DoesNotContain(neutral.Concat(translated), text => string.IsNullOrWhiteSpace(text.Value));
    }

    [Fact]
    public void English_HasNoChineseLeft() =>
        Assert.DoesNotContain(Read(CultureInfo.GetCultureInfo("en")), text => Han().IsMatch(text.Value));

    [Fact]
    public void Text_FollowsTheCurrentCulture()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            Assert.Equal(["登录", "Sign in", "Đăng nhập"], new[] { "zh-CN", "en", "vi" }.Select(code =>
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(code);
                return Text.SignIn;
            }));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Text_HasAPropertyForEveryKey() =>
        Assert.Equal(Read(CultureInfo.InvariantCulture).Keys.Order(StringComparer.Ordinal),
            typeof(Text).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType == typeof(string)).Select(p => p.Name).Order(StringComparer.Ordinal));

    /// <summary>A text would go before the word of <c>playbook.json</c>, which names these codes.</summary>
    [Fact]
    public void Text_WordOfThePlaybook_HasNone() =>
        Assert.DoesNotContain(Read(CultureInfo.InvariantCulture).Keys, key => Enum.GetNames<PlaybookTerm>().Any(term => key.StartsWith($"{term}_", StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("zh-CN")]
    [InlineData("en-GB")]
    [InlineData("vi")]
    [InlineData("fr")]
    public void TextTable_AnyLanguage_SaysWhatTheManagerSays(string name)
    {
        var (culture, table, manager) = (CultureInfo.GetCultureInfo(name), new TextTable(), new ResourceManager(typeof(Text)));
        Assert.All(Read(CultureInfo.InvariantCulture).Keys.Append("NoSuchKey"), key => Assert.Equal(manager.GetString(key, culture), table.GetString(key, culture)));
    }

    private static Dictionary<string, string> Read(CultureInfo culture)
    {
        using var set = new ResourceManager(typeof(Text)).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Han();
}
