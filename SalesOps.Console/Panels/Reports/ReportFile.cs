using System.Globalization;
using MediatR;
using SalesOps.Console.Api;
using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Exports;
using SalesOps.Domain.UseCases.Reports;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Reports;

/// <summary>A table of the report as a file: <c>/reports/agents.xlsx?from=2026-06-01&amp;to=2026-06-30</c>.</summary>
internal static class ReportFile
{
    private const string Day = "yyyy-MM-dd";

    public static void MapReports(this IEndpointRouteBuilder routes) => routes.MapGet("/reports/{table}.{format}", GetAsync).FollowedFromHere().ExcludeFromDescription();

    public static string Address(ReportTable table, string format, DateOnly from, DateOnly to, Guid? of) =>
        string.Create(CultureInfo.InvariantCulture, $"/reports/{table.Code}.{format}?from={from.ToString(Day, CultureInfo.InvariantCulture)}&to={to.ToString(Day, CultureInfo.InvariantCulture)}{(of is { } one ? $"&of={one}" : null)}");

    private static async Task<IResult> GetAsync(HttpContext http, IMediator mediator, CallerContext caller, EndedSessions ended, ConsoleTime time, string table, string format, string? from, string? to, string? of)
    {
        caller.SetPerson(http.User, ended);
        if (ReportTable.All.FirstOrDefault(t => t.Code == table) is not { } shown || !ExportList.Formats.Contains(format)) return Problems.Of([Error.NotFound("The report")]);
        if (Parse(from) is not { } since) return Problems.Of([Error.Invalid("from", "A day is written as 2026-06-30.")]);
        if (Parse(to) is not { } until) return Problems.Of([Error.Invalid("to", "A day is written as 2026-06-30.")]);
        Guid? hoursOf = null;
        if (of is not null)
        {
            // The other tables have a row for each of them.
            if (!shown.IsOfOne || !Guid.TryParse(of, out var one)) return Problems.Of([Error.Invalid("of", "The id of an AI agent or a person, for the load by the hour.")]);
            hoursOf = one;
        }
        var report = await mediator.Send(new GetReport.Query(since, until, time.Zone, hoursOf), http.RequestAborted);
        if (!report.Succeeded) return Problems.Of(report.Errors);
        var rows = shown.Rows(report.Value).ToList();
        var noted = await mediator.Send(new ExportList.Command(Guid.CreateVersion7(), ExportList.Reports, format, $"table={shown.Code}&from={from}&to={to}{(hoursOf is null ? null : $"&of={hoursOf}")}", rows.Count), http.RequestAborted);
        if (!noted.Succeeded) return Problems.Of(noted.Errors);
        var outbox = new Outbox();
        using IFileRows file = format == "xlsx" ? new XlsxRows(outbox, shown.Code, time.Zone) : new CsvRows(outbox, time.Zone);
        http.Response.ContentType = file.MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"report-{shown.Code}{(hoursOf is { } id ? $"-{ShortId.Of(id)}" : null)}-{from}-{to}.{format}\"";
        file.Head([.. shown.Columns.Select((c, i) => new FileHead(rows.Exists(r => r[i] is TimeSpan) ? $"{c.Title()} ({Text.ReportSeconds})" : c.Title(), false))]);
        foreach (var row in rows) file.Row(row.Select(ReportTable.File));
        file.End();
        await outbox.SendAsync(http.Response.Body, http.RequestAborted);
        return TypedResults.Empty;
    }

    private static DateOnly? Parse(string? day) => DateOnly.TryParseExact(day, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null;
}
