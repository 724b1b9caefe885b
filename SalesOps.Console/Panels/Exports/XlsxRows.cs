using System.Buffers;
using System.Globalization;
using System.IO.Packaging;
using System.Text;
using System.Xml;

namespace SalesOps.Console.Panels.Exports;

/// <summary>
/// A workbook of one sheet for people: typed cells, so that no text is a formula and no phone number a sum; moments as dates on the console's clock.
/// The package is written forwards, without a file and without turning back: the Open XML SDK wants to read what it writes, and so cannot.
/// </summary>
/// <param name="name">The sheet's.</param>
/// <param name="zone">In which moments are said; its name stands in their columns' titles.</param>
internal sealed class XlsxRows : IFileRows
{
    /// <summary>A sheet has 1,048,576 lines, of which one is the columns' titles.</summary>
    public const int Most = 1_048_575;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private const string SheetId = "rId1", TitleStyle = "1", TextStyle = "2", TimeStyle = "3";
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789ABCDEFabcdef");
    private static readonly DateTime DayZero = new(1899, 12, 30);

    /// <summary>What the styles' numbers mean: plain, a bold title, text that stays text when it is edited, a moment.</summary>
    private const string Styles = $"""
        <styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" numFmtId="49" applyFont="1" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>
        """;

    private readonly TimeZoneInfo _zone;
    private readonly Package _package;
    private readonly XmlWriter _sheet;

    public XlsxRows(Outbox to, string name, TimeZoneInfo zone)
    {
        _zone = zone;
        _package = Package.Open(to, FileMode.Create, FileAccess.Write);
        var book = Part("/xl/workbook.xml", "sheet.main+xml");
        _package.CreateRelationship(book.Uri, TargetMode.Internal, Relation + "/officeDocument");
        book.CreateRelationship(new Uri("worksheets/sheet1.xml", UriKind.Relative), TargetMode.Internal, Relation + "/worksheet", SheetId);
        book.CreateRelationship(new Uri("styles.xml", UriKind.Relative), TargetMode.Internal, Relation + "/styles");
        using (var xml = Open(book))
        {
            xml.WriteStartElement("workbook", Main);
            xml.WriteStartElement("sheets", Main);
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("sheetId", "1");
            xml.WriteAttributeString("r", "id", Relation, SheetId);
        }
        using (var xml = Open(Part("/xl/styles.xml", "styles+xml"))) xml.WriteRaw(Styles);
        _sheet = Open(Part("/xl/worksheets/sheet1.xml", "worksheet+xml"));
    }

    public string MediaType => Type + "sheet";

    public void Head(IReadOnlyList<FileHead> columns)
    {
        _sheet.WriteStartElement("worksheet", Main);
        _sheet.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""");
        _sheet.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<cols><col min="1" max="{columns.Count}" width="20" customWidth="1"/></cols>"""));
        _sheet.WriteStartElement("sheetData", Main);
        _sheet.WriteStartElement("row", Main);
        foreach (var column in columns) Text(column.IsTime ? $"{column.Title} ({_zone.Id})" : column.Title, TitleStyle);
        _sheet.WriteEndElement();
    }

    public void Row(IEnumerable<object?> values)
    {
        _sheet.WriteStartElement("row", Main);
        foreach (var value in values)
        {
            switch (value)
            {
                case null: Cell(null); break;
                case string text: Text(text, TextStyle); break;
                // Sheets know no zones: what the console's clock showed.
                case DateTime utc: Cell((TimeZoneInfo.ConvertTimeFromUtc(utc, _zone) - DayZero).TotalDays.ToString("R", CultureInfo.InvariantCulture), TimeStyle); break;
                case IFormattable number: Cell(number.ToString(null, CultureInfo.InvariantCulture)); break;
                default: throw new ArgumentException($"A cell cannot hold {value.GetType()}.", nameof(values));
            }
        }
        _sheet.WriteEndElement();
    }

    public void End()
    {
        _sheet.Dispose();
        _package.Close();
    }

    public void Dispose()
    {
        _sheet.Dispose();
        ((IDisposable)_package).Dispose();
    }

    private PackagePart Part(string path, string type) => _package.CreatePart(new Uri(path, UriKind.Relative), Type + type, CompressionOption.Fast);

    private static XmlWriter Open(PackagePart part) => XmlWriter.Create(part.GetStream(FileMode.Create, FileAccess.Write), new XmlWriterSettings { CloseOutput = true, Encoding = new UTF8Encoding(false) });

    private void Cell(string? value, string? style = null)
    {
        _sheet.WriteStartElement("c", Main);
        if (style is not null) _sheet.WriteAttributeString("s", style);
        if (value is not null) _sheet.WriteElementString("v", Main, value);
        _sheet.WriteEndElement();
    }

    private void Text(string text, string style)
    {
        _sheet.WriteStartElement("c", Main);
        _sheet.WriteAttributeString("s", style);
        _sheet.WriteAttributeString("t", "inlineStr");
        _sheet.WriteStartElement("is", Main);
        _sheet.WriteStartElement("t", Main);
        _sheet.WriteAttributeString("xml", "space", null, "preserve");
        _sheet.WriteString(Writable(text));
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
    }

    /// <summary>As the format says characters that XML cannot hold or would change: <c>_x000D_</c>; and what only looks like one of these.</summary>
    private static string Writable(string text)
    {
        StringBuilder? written = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            var isEscape = text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_' && text.AsSpan(i + 2, 4).IndexOfAnyExcept(Hex) < 0;
            if ((XmlConvert.IsXmlChar(text[i]) && text[i] != '\r' && !isEscape) || isPair)
            {
                written?.Append(text, i, isPair ? 2 : 1);
                if (isPair) i++;
                continue;
            }
            written ??= new StringBuilder(text, 0, i, text.Length + 16);
            written.Append(CultureInfo.InvariantCulture, $"_x{(int)text[i]:X4}_");
        }
        return written?.ToString() ?? text;
    }
}
