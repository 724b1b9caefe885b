using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediatR;
using SalesOps.Console.Api;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Learning;

namespace SalesOps.Console.Panels.Learning;

/// <summary>The labelled set as a file, one JSON object a line, sent as it is read.</summary>
internal static class CorrectionsFile
{
    public const string Path = "/learning/corrections.jsonl";
    private const int Flush = 64 * 1024;
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapCorrections(this IEndpointRouteBuilder routes) => routes.MapGet(Path, GetAsync).FollowedFromHere().ExcludeFromDescription();

    private static async Task<IResult> GetAsync(HttpContext http, IMediator mediator, CallerContext caller, EndedSessions ended, TimeProvider time, int days = 90)
    {
        caller.SetPerson(http.User, ended);
        var export = await mediator.Send(new ExportCorrections.Command(Guid.CreateVersion7(), days), http.RequestAborted);
        if (!export.Succeeded) return Problems.Of(export.Errors);
        var lines = await mediator.Send(new ReadCorrections.Query(export.Value.ExportId), http.RequestAborted);
        if (!lines.Succeeded) return Problems.Of(lines.Errors);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(body => WriteAsync(body, lines.Value, http.RequestAborted), "application/jsonl; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"corrections-{time.GetUtcNow():yyyy-MM-dd}.jsonl"));
    }

    private static async Task WriteAsync(Stream body, IAsyncEnumerable<ReadCorrections.Labelled> lines, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream(Flush + 4096);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            JsonSerializer.Serialize(buffer, line, Lines);
            buffer.WriteByte((byte)'\n');
            if (buffer.Length >= Flush) await SendAsync();
        }
        await SendAsync();

        async Task SendAsync()
        {
            await body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }
    }
}
