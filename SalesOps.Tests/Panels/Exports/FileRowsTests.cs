using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using FsCheck;
using FsCheck.Fluent;
using SalesOps.Console.Panels.Exports;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels.Exports;

public sealed partial class FileRowsTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
    private static readonly DateTime Moment = new(2026, 6, 3, 4, 12, 46, DateTimeKind.Utc);

    /// <summary>What customers are called and write, and what would be harm in a sheet.</summary>
    internal static readonly string[] Hostile =
    [
        "张伟", "Nguyễn Thị Đào", "Nguyễn Thị Đào".Normalize(NormalizationForm.FormD), "👩‍👩‍👧 🇻🇳", "say \"hi\", then; go", "two\nlines", "two\r\nlines", "  spaces  ", "", "'", "''=1", "'quoted'",
        "=cmd|' /C calc'!A0", "=1+1", "+84912345678", "-1", "-", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "＝1", "'=1", "1-2", "a=b", "0012", "1e5", "2026-06-03",
        "_x000D_", "_x005F_", "\u0001", "\ufffe", "\ud83d", "<b>&amp;</b>", "]]>", new string('ố', 500),
    ];

    [Fact]
    public void Csv_HostileTexts_AreReadBackByAnotherReader_AndNoneIsAFormula()
    {
        var bytes = Write(false, Hostile);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var rows = ReadCsv(bytes);
        Assert.Equal(["Name", "Seen", "Tasks", "Nothing"], rows[0]);
        Assert.Equal(Hostile.Length, rows.Count - 1);
        foreach (var (text, row) in Hostile.Zip(rows.Skip(1)))
        {
            Assert.DoesNotMatch(Formula(), row[0]);
            // UTF-8 has no half characters.
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), CellText.Recover(row[0]));
            Assert.Equal(["2026-06-03T11:12:46+07:00", "7", ""], row[1..]);
        }
    }

    [Fact]
    public void Xlsx_HostileTexts_AreTextsAndReadBackByTheSdk()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Write(true, Hostile)), false);
        Assert.Empty(new OpenXmlValidator().Validate(document, Http.Token).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var book = document.WorkbookPart!;
        var rows = Assert.Single(book.WorksheetParts).Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList();
        Assert.Equal(["Name", "Seen (Asia/Ho_Chi_Minh)", "Tasks", "Nothing"], rows[0].Select(Shown));
        Assert.Equal(Hostile.Length, rows.Count - 1);
        var formats = book.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        foreach (var (text, row) in Hostile.Zip(rows.Skip(1)))
        {
            Assert.Empty(row.SelectMany(c => c.Elements<CellFormula>()));
            Assert.Equal((CellValues.InlineString, text), (row[0].DataType!.Value, Shown(row[0])));
            // As text it stays when somebody edits it.
            Assert.Equal(49u, formats[(int)row[0].StyleIndex!.Value].NumberFormatId!.Value);
            Assert.Equal(new DateTime(2026, 6, 3, 11, 12, 46), DateTime.FromOADate(double.Parse(row[1].CellValue!.Text, CultureInfo.InvariantCulture)), TimeSpan.FromMilliseconds(1));
            Assert.Equal(("7", null), (row[2].CellValue!.Text, row[2].DataType));
            Assert.Null(row[3].CellValue);
        }
    }

    [Fact]
    public void Csv_NumbersAndMoments_AreTheSameInEveryLanguage()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("vi");
            Assert.Equal(["x", "0.574", "-3"], ReadCsv(Written(false, rows => rows.Row(["x", 0.574, -3L])))[1]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Neutral_AnyText_IsNoFormula_AndIsRecovered()
    {
        var texts = Arb.From(Gen.ListOf(Gen.Elements("'", "=", "+", "-", "@", "\t", "\r", "\n", " ", "\u200b", "＝", "a", "ạ", "1", "😀", "\"", ",")).Select(pieces => string.Concat(pieces)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithQuietOnSuccess(true), Prop.ForAll(texts, text =>
            !Formula().IsMatch(CellText.Neutral(text)) && CellText.Recover(CellText.Neutral(text)) == text));
        Assert.Equal(("'+84912345678", "0912345678", "Nguyễn-Anh"), (CellText.Neutral("+84912345678"), CellText.Neutral("0912345678"), CellText.Neutral("Nguyễn-Anh")));
    }

    private static byte[] Write(bool xlsx, IEnumerable<string> texts) => Written(xlsx, rows =>
    {
        foreach (var text in texts) rows.Row([text, Moment, 7, null]);
    });

    private static byte[] Written(bool xlsx, Action<IFileRows> write)
    {
        var outbox = new Outbox();
        using IFileRows rows = xlsx ? new XlsxRows(outbox, "list", Zone) : new CsvRows(outbox, Zone);
        rows.Head([new("Name", false), new("Seen", true), new("Tasks", false), new("Nothing", false)]);
        write(rows);
        rows.End();
        var bytes = new MemoryStream();
        outbox.SendAsync(bytes, Http.Token).GetAwaiter().GetResult();
        return bytes.ToArray();
    }

    internal static List<string[]> ReadCsv(byte[] bytes)
    {
        using var csv = new CsvParser(new StreamReader(new MemoryStream(bytes)), new CsvConfiguration(CultureInfo.InvariantCulture) { IgnoreBlankLines = false });
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add(csv.Record!);
        return rows;
    }

    /// <summary>What Excel shows: escapes of the format undone.</summary>
    internal static string Shown(Cell cell) => Escape().Replace(cell.InnerText, m => ((char)Convert.ToInt32(m.Value[2..6], 16)).ToString());

    [GeneratedRegex("_x[0-9A-F]{4}_")]
    private static partial Regex Escape();

    /// <summary>What some spreadsheet takes for a formula.</summary>
    [GeneratedRegex(@"\A[\s\u200b\ufeff]*[=+\-@＝＋－＠]|\A[\t\r\n]")]
    private static partial Regex Formula();
}
