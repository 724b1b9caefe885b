using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using SalesOps.Console.Api;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Exports;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Exports;

/// <summary>A list's rows as a file, sent as they are read: <c>/export/customers.xlsx?customers.status=discovery</c>.</summary>
internal static class ListExport
{
    private const string Route = "/export/{list}.{format}";
    private const string Xlsx = "xlsx";
    /// <summary>The list has more rows than a sheet.</summary>
    public const string SheetFull = "sheet_full";
    /// <summary>The list has more rows than any file.</summary>
    public const string TooMany = "too_many";

    public static void MapListExport(this IEndpointRouteBuilder routes) => routes.MapGet(Route, GetAsync).FollowedFromHere().ExcludeFromDescription();

    /// <summary>Where the rows are that a grid asks for; filters that count without standing in the grid's address stand in this one.</summary>
    /// <param name="hidden">Columns that are not wanted.</param>
    public static string Address(string list, string format, GridRequest asked, IReadOnlyCollection<string> hidden, Guid run)
    {
        var query = new QueryBuilder { { "run", run.ToString() } };
        foreach (var (name, value) in asked.Filters ?? new Dictionary<string, string>()) query.Add($"{list}.{name}", value);
        if (asked.Sort is { } sort) query.Add($"{list}.sort", sort);
        if (asked is { Sort: not null, Descending: true }) query.Add($"{list}.desc", "1");
        foreach (var column in hidden) query.Add("hide", column);
        return $"/export/{list}.{format}{query}";
    }

    private static async Task<IResult> GetAsync(HttpContext http, IMediator mediator, CallerContext caller, EndedSessions ended, ExportRuns runs, ConsoleTime time, ILoggerFactory logs, string list, string format, Guid? run, string[] hide)
    {
        var person = http.User.SalesUserId()!.Value;
        caller.SetPerson(http.User, ended);
        if (ListFiles.Find(list) is not { } file || !ExportList.Formats.Contains(format)) return Problems.Of([Error.NotFound("The list")]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (runs.Begin(run, person, list, () => _ = stop.CancelAsync()) is not { } running)
            return Problems.Of([new Error(ErrorKind.Busy, "Other exports are still running.", RetryAfter: TimeSpan.FromSeconds(10))]);
        var state = ExportState.Failed;
        try
        {
            var errors = await ExportAsync(http, mediator, time, file, format, hide, running, stop.Token);
            if (errors.Count > 0)
            {
                running.Refuse(errors[0].Code);
                return Problems.Of(errors);
            }
            state = ExportState.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A file that ends early must not look whole.
            state = ExportState.Cancelled;
            http.Abort();
        }
        catch (Exception problem) when (http.Response.HasStarted)
        {
            logs.CreateLogger(typeof(ListExport)).LogError(problem, "The export of {List} broke off after {Sent} of {Rows} rows", list, running.Sent, running.Rows);
            http.Abort();
        }
        finally
        {
            runs.End(running, state);
        }
        return TypedResults.Empty;
    }

    /// <summary>Why so many rows are no file of this format; null when they are.</summary>
    internal static Error? Refusal(string format, int rows) =>
        format == Xlsx && rows > XlsxRows.Most ? new Error(ErrorKind.TooLarge, $"A sheet has room for {XlsxRows.Most} rows; take the list as CSV, or filter it.", Code: SheetFull) : null;

    /// <summary>Why there is no file; none when it was sent.</summary>
    private static async Task<IReadOnlyList<Error>> ExportAsync(HttpContext http, IMediator mediator, ConsoleTime time, ListFile list, string format, string[] hide, ExportRun run, CancellationToken cancellationToken)
    {
        var view = GridView.Parse(list.Code, new Uri(http.Request.GetEncodedUrl()));
        var asked = view.Under(view.Filters);
        var found = await list.FindAsync(mediator, format == Xlsx ? asked with { First = XlsxRows.Most + 1 } : asked, cancellationToken);
        if (!found.Succeeded) return found.Errors;
        if (Refusal(format, found.Value.Count) is { } refusal) return [refusal];
        var noted = await mediator.Send(new ExportList.Command(Guid.CreateVersion7(), list.Code, format, ExportList.AskedOf(asked), found.Value.Count), cancellationToken);
        if (!noted.Succeeded) return noted.Errors;
        var outbox = new Outbox();
        using IFileRows rows = format == Xlsx ? new XlsxRows(outbox, list.Code, time.Zone) : new CsvRows(outbox, time.Zone);
        http.Response.ContentType = rows.MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{list.Code}-{time.OnClock(time.Now):yyyy-MM-dd-HHmm}.{format}\"");
        run.Advance(0, found.Value.Count);
        await list.WriteAsync(mediator, asked, found.Value, hide.Length == 0 ? null : list.Keys.Except(hide).ToHashSet(StringComparer.Ordinal), rows, async sent =>
        {
            await outbox.SendAsync(http.Response.Body, cancellationToken);
            run.Advance(sent, found.Value.Count);
        }, cancellationToken);
        return [];
    }
}
