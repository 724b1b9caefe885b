using System.Globalization;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Audit;

namespace SalesOps.Tests.Panels;

/// <summary>What stands on the audit log has a name that people know, in each of the three languages.</summary>
public sealed class EntryWordsTests
{
    /// <summary>What the program notes for itself, and no panel shows.</summary>
    private static readonly string[] Own = ["SearchText", "AbsorbedText", "Version", "Trace", "LookedMs", "ReadingMs"];

    private static readonly string[][] Tables = [.. JournalNumbers.Names.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(' ')).Where(line => line[0] != "Operations")];

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    [InlineData("vi")]
    public void Labels_EveryTableColumnAndAction_HasOne(string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.DoesNotContain(Tables.Select(t => t[0]), table => Labels.For("Table", table) is null);
            Assert.DoesNotContain(Tables.SelectMany(t => t[1..]).Except(Own), column => Labels.For("Field", column) is null);
            Assert.DoesNotContain(AuditActions.All, action => Labels.For("Action", action) is null);
            Assert.DoesNotContain(Enum.GetValues<RowFate>(), fate => Labels.For("RowFate", fate.Code()) is null);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
