using System.Text.Json;
using Microsoft.AspNetCore.RateLimiting;

namespace SalesOps.Console.Shell;

/// <summary>Where browsers report what the content security policy stopped. Only the directive is logged: the rest of a report is somebody's page.</summary>
internal static partial class CspReports
{
    public const string Path = "/csp-reports";
    private const int LongestBody = 16 * 1024;
    private const int AMinute = 60;

    private static readonly string[] Directives =
    [
        "base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "frame-src", "img-src", "manifest-src", "media-src", "object-src",
        "require-trusted-types-for", "script-src", "script-src-attr", "script-src-elem", "style-src", "style-src-attr", "style-src-elem", "trusted-types", "worker-src",
    ];

    /// <summary>A broken page in many browsers, or somebody who plays, writes so many lines a minute and no more.</summary>
    public static IServiceCollection AddCspReports(this IServiceCollection services) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.AddFixedWindowLimiter(Path, window => (window.PermitLimit, window.Window) = (AMinute, TimeSpan.FromMinutes(1)));
    });

    public static void MapCspReports(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, ReceiveAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(Path).ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(HttpRequest request, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var body = new byte[LongestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestBody) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        try
        {
            using var report = JsonDocument.Parse(body.AsMemory(0, length));
            if (DirectiveOf(report.RootElement) is not { } directive) return TypedResults.BadRequest();
            LogViolation(logs.CreateLogger(typeof(CspReports)), directive);
            return TypedResults.NoContent();
        }
        catch (JsonException)
        {
            return TypedResults.BadRequest();
        }
    }

    /// <summary>Of the older form, <c>{"csp-report": …}</c>, or of the first in a list of the newer; null when it is neither.</summary>
    private static string? DirectiveOf(JsonElement report)
    {
        if (report.ValueKind == JsonValueKind.Array && report.GetArrayLength() > 0) report = report[0];
        if (report.ValueKind != JsonValueKind.Object || !(report.TryGetProperty("csp-report", out var violation) || report.TryGetProperty("body", out violation))
            || violation.ValueKind != JsonValueKind.Object || !(violation.TryGetProperty("effective-directive", out var name) || violation.TryGetProperty("effectiveDirective", out name)
            || violation.TryGetProperty("violated-directive", out name)) || name.ValueKind != JsonValueKind.String) return null;
        // As we write it: a stranger's text does not get into the log.
        return Array.Find(Directives, known => name.ValueEquals(known)) ?? "another directive";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A browser reports a violation of the content security policy: {Directive}")]
    private static partial void LogViolation(ILogger log, string directive);
}
