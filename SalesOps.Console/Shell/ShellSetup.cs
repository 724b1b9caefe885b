using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.SignalR;
using Radzen;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.Shell;

/// <summary>What the shell needs of a host: services, middleware, pages.</summary>
public static class ShellSetup
{
    private static readonly PathString[] NotPages = ["/api", "/health", "/openapi", "/hooks", CspReports.Path, "/_blazor", "/_framework", "/_content"];

    /// <summary>Services of the pages.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        TextTable.Install();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(o =>
        {
            o.AddFilter(new HeardOnce());
            o.AddFilter<CircuitOwners>();
        });
        services.AddRadzenComponents();
        services.AddSingleton<ILocalizer, RadzenTexts>();
        // A proxy on this machine that ends TLS says what came in there; nobody else is believed.
        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        services.AddAntiforgery(o =>
        {
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddCspReports();
        services.AddDoors();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.Configure<RequestLocalizationOptions>(Cultures.Configure);
        // Chinese and Vietnamese as themselves in the HTML: entities triple the bytes and hide the text from a reader of the source.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton(s =>
        {
            var lane = s.GetRequiredService<WriteLane>();
            return new ConsoleTime(() => lane.Last.Directory.Settings.Zone, s.GetRequiredService<TimeProvider>());
        });
        return services;
    }

    /// <summary>Headers, culture and error pages; call it first. Authentication and authorization go between this and <see cref="MapShell"/>.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseHsts();
        app.UseWebSockets();
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (!IsPage(context.Request.Path) && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(context);
        });
        app.UseRequestLocalization();
        app.UseRememberedCulture();
        return app;
    }

    /// <summary>Antiforgery, assets and pages; call it last.</summary>
    public static WebApplication MapShell(this WebApplication app)
    {
        // Before anything reads a body.
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapCulture();
        app.MapCspReports();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o =>
        {
            // 236 KB a circuit, and secrets beside text of strangers must not be compressed together.
            o.DisableWebSocketCompression = true;
            o.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }

    /// <summary>What a person reads in a browser; the API, health and the socket answer for themselves.</summary>
    private static bool IsPage(PathString path) =>
        !NotPages.Any(p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
}
