using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Radzen;

namespace SalesOps.Console.Shell;

/// <summary>What the shell needs of a host: services, middleware, pages.</summary>
public static class ShellSetup
{
    /// <summary>Services of the pages; the console's time zone comes from <c>Console:TimeZone</c>.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddAntiforgery(o =>
        {
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.Configure<RequestLocalizationOptions>(Cultures.Configure);
        // Chinese and Vietnamese as themselves in the HTML: entities triple the bytes and hide the text from a reader of the source.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => new ConsoleTime(
            TimeZoneInfo.FindSystemTimeZoneById(s.GetRequiredService<IConfiguration>()["Console:TimeZone"] ?? "Asia/Ho_Chi_Minh"), s.GetRequiredService<TimeProvider>()));
        services.AddScoped<SignInGate>();
        return services;
    }

    /// <summary>Headers, culture and error pages; call it first. Authentication and authorization go between this and <see cref="MapShell"/>.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseWebSockets();
        app.UseSecurityHeaders();
        app.UseWhen(IsPage, pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });
        app.UseRequestLocalization();
        app.UseRememberedCulture();
        return app;
    }

    /// <summary>Antiforgery, assets and pages; call it last.</summary>
    public static WebApplication MapShell(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapCulture();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o =>
        {
            // 236 KB a circuit, and secrets beside text of strangers must not be compressed together.
            o.DisableWebSocketCompression = true;
            o.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }

    /// <summary>What a person reads in a browser; the API, health and the socket answer for themselves.</summary>
    private static bool IsPage(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/hooks", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/_framework", StringComparison.OrdinalIgnoreCase);
}
