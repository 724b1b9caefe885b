using System.Globalization;
using System.Text.RegularExpressions;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Audit;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Format;
using SalesOps.Domain.UseCases.Audit;

namespace SalesOps.Tests.Panels;

/// <summary>What stands on the audit log has a name that people know, in each of the three languages.</summary>
public sealed partial class EntryWordsTests
{
    /// <summary>What the program notes for itself, and no panel shows.</summary>
    private static readonly string[] Own = ["SearchText", "AbsorbedText", "Version", "Trace", "LookedMs", "ReadingMs"];

    private static readonly string[][] Tables = [.. JournalNumbers.Names.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(' ')).Where(line => line[0] != "Operations")];

    [Theory]
    [InlineData("Understandings", "Risks", null, "[\"abuse\",\"money_dispute\"]", new[] { "abuse", "money_dispute" })]
    [InlineData("ApiKeys", "Scopes", "ApiScope", "messages,counters", new[] { "messages", "counters" })]
    [InlineData("Customers", "Status", null, "discovery", new[] { "discovery" })]
    public void Codes_OneOrMany_StandEachWithItsLabel(string table, string column, string? codes, string value, string[] expected)
    {
        var text = "";
        In("en", () => text = FragmentText.Of(EntryWords.Of(table, new EntryField(column, codes, null, value, IsSecret: false), value, null!, null!))!);
        Assert.Equal(expected, Code().Matches(text).Select(m => m.Groups[1].Value));
        Assert.Equal(expected.Length, Label().Count(text));
    }

    [Theory]
    [InlineData("Risks", "[]")]
    [InlineData("Evidence", "[]")]
    [InlineData("Note", "")]
    [InlineData("Note", null)]
    public void Nothing_IsADash(string column, string? value) =>
        Assert.Equal("<span class=\"dim\">–</span>", FragmentText.Of(EntryWords.Of("Understandings", new EntryField(column, null, null, value, IsSecret: false), value, null!, null!)));

    [GeneratedRegex("class=\"code\"[^>]*>([^<]+)<")]
    private static partial Regex Code();

    [GeneratedRegex("class=\"code-label\">[^<]")]
    private static partial Regex Label();

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    [InlineData("vi")]
    public void Labels_EveryTableColumnAndAction_HasOne(string culture) => In(culture, () =>
    {
        Assert.DoesNotContain(Tables.Select(t => t[0]), table => Labels.For("Table", table) is null);
        Assert.DoesNotContain(Tables.SelectMany(t => t[1..]).Except(Own), column => Labels.For("Field", column) is null);
        Assert.DoesNotContain(AuditActions.All, action => Labels.For("Action", action) is null);
        Assert.DoesNotContain(Enum.GetValues<RowFate>(), fate => Labels.For("RowFate", fate.Code()) is null);
    });

    private static void In(string culture, Action check)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            check();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
