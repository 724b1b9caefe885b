using System.Security.Cryptography;

namespace SalesOps.Console.Shell;

/// <summary>One content security policy and its companions on every response, and the gate before the circuits' socket.</summary>
public static class SecurityHeaders
{
    private static readonly object NonceKey = new();

    /// <summary>The nonce that this response's scripts carry.</summary>
    public static string ScriptNonce(this HttpContext context) => (string)context.Items[NonceKey]!;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Items[NonceKey] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        // At the start of the response, so that it replaces what Blazor and error pages set: two policies would both have to allow everything.
        context.Response.OnStarting(static state =>
        {
            Write((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return Passes(context.Request) ? next(context) : Refuse(context);
    });

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        // Where we are on our own site is said without scheme and host: a proxy that ends TLS knows better, and browsers follow a form only to where it may go.
        if (headers.Location.ToString() is { Length: > 0 } location && location.StartsWith($"{context.Request.Scheme}://{context.Request.Host}/", StringComparison.OrdinalIgnoreCase))
            headers.Location = location[$"{context.Request.Scheme}://{context.Request.Host}".Length..];
        headers.ContentSecurityPolicy =
            "default-src 'none'; "
            + $"script-src 'self' 'nonce-{context.ScriptNonce()}'; "
            // Attributes only: Radzen sizes columns, dialogs and bars with style="…". Style elements and foreign sheets stay refused.
            + "style-src 'self'; style-src-attr 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
            + "base-uri 'self'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default; "
            + $"report-uri {CspReports.Path}; report-to csp";
        headers["Reporting-Endpoints"] = $"csp=\"{CspReports.Path}\"";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: with that, browsers send our own forms with the origin null.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.Remove("Server");
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
            headers.CacheControl = "no-store";
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Browsers send cookies with a WebSocket from any page and ask nobody, so the socket of a circuit is opened only from our own origin,
    /// and by WebSocket only: the other transports have limits of their own that nobody tests.
    /// </summary>
    private static bool Passes(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase, out var rest)) return true;
        var upgrade = request.HttpContext.WebSockets.IsWebSocketRequest;
        if (!rest.HasValue && !upgrade) return false;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not "" and not "same-origin") return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 ? !upgrade : IsOwn(origin, request);
    }

    /// <summary>The scheme counts only when we serve TLS ourselves: a proxy that ends TLS leaves us with http.</summary>
    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && !request.IsHttps))
        && string.Equals(uri.IdnHost, request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && uri.Port == (request.Host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
