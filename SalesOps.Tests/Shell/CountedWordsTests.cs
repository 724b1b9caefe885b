using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;

namespace SalesOps.Tests.Shell;

public sealed partial class CountedWordsTests
{
    /// <summary>What the console counts.</summary>
    private const string Counted = "accounts|agents|changes|characters|conversations|customers|days|decisions|filters|hours|items|messages|minutes|moves|outcomes|problems|readings|reviews|rows|takeovers|tasks|times|weeks";

    [Theory]
    [InlineData(0, "0 tasks, 12 s")]
    [InlineData(1, "1 task, 12 s")]
    [InlineData(2, "2 tasks, 12 s")]
    [InlineData(21, "21 tasks, 12 s")]
    [InlineData("1", "1 task, 12 s")]
    [InlineData("100+", "100+ tasks, 12 s")]
    [InlineData(null, " tasks, 12 s")]
    public void Word_ByTheNumberBeforeIt(object? number, string said) => Assert.Equal(said, "{0} {0:task|tasks}, {1} s".With(number, 12));

    [Fact]
    public void Text_WithCountedWords_WritesNumbersAsThePageDoes()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("vi");
            Assert.Equal("1.234,5 rows", "{0:N1} {0:row|rows}".With(1234.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void English_EveryCount_HasAWordForOne() =>
        Assert.Equal([], Texts("en").Where(t => Plain().IsMatch(t.Value)).Select(t => $"{t.Key}: {t.Value}"));

    [Fact]
    public void English_EveryChoice_HasTwoWords_AndItsNumberBeside() => Assert.All(Texts("en").Where(t => t.Value.Contains('|', StringComparison.Ordinal)), t =>
        Assert.All(Choice().Matches(t.Value), choice => Assert.Contains($"{{{choice.Groups["number"].Value}}}", t.Value, StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("vi")]
    public void OtherLanguages_ChooseNoWords(string culture) => Assert.DoesNotContain(Texts(culture), t => t.Value.Contains('|', StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string>> Texts(string culture)
    {
        using var set = new ResourceManager(typeof(Text)).GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!;
        return set.Cast<System.Collections.DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string)e.Value!)).ToList();
    }

    [GeneratedRegex(@"\{\d\}( (?!holds)[A-Za-z]+){0,2} (" + Counted + @")\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\{(?<number>\d):[^{}|]+\|[^{}|]+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Choice();
}
