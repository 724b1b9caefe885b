using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace SalesOps.Console.Panels.Exports;

/// <summary>CSV for programs and for Excel: UTF-8 with its mark, commas, moments as ISO 8601 with their offset.</summary>
/// <param name="zone">In which moments are said.</param>
internal sealed class CsvRows(Outbox to, TimeZoneInfo zone) : IFileRows
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly CsvWriter _csv = new(new StreamWriter(to, new UTF8Encoding(true)), new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        // Left to itself it quotes only the line break that it writes, and a lone one would begin a row.
        ShouldQuote = args => args.Field is { Length: > 0 } field && (field.AsSpan().ContainsAny(Quoted) || char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1])),
    });

    public string MediaType => "text/csv; charset=utf-8";

    public void Head(IReadOnlyList<FileHead> columns) => Row(columns.Select(c => (object)c.Title));

    public void Row(IEnumerable<object?> values)
    {
        foreach (var value in values)
            _csv.WriteField(value switch
            {
                null => "",
                string text => CellText.Neutral(text),
                DateTime utc => TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => throw new ArgumentException($"A cell cannot hold {value.GetType()}.", nameof(values)),
            });
        _csv.NextRecord();
    }

    public void End() => _csv.Flush();

    public void Dispose() => _csv.Dispose();
}
