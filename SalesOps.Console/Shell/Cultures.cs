using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace SalesOps.Console.Shell;

/// <summary>The page's languages: Chinese unless the reader chose another; what the browser asks for does not count.</summary>
public static class Cultures
{
    public const string Default = "zh-CN";

    /// <summary>Code, what the switch shows, and the language's own name.</summary>
    public static IReadOnlyList<(string Code, string Short, string Name)> All { get; } =
        [(Default, "中", "中文"), ("en", "EN", "English"), ("vi", "VI", "Tiếng Việt")];

    /// <summary>The address that switches to <paramref name="code"/> and comes back to <paramref name="returnUrl"/>.</summary>
    public static string SwitchUrl(string code, string returnUrl) => $"/culture?culture={code}&returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary><paramref name="url"/> if it is a path of ours, else the page.</summary>
    public static string Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.AsSpan().ContainsAnyInRange('\0', '\x1f') ? url : "/";

    internal static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Default);
        options.SupportedCultures = options.SupportedUICultures = [.. All.Select(c => CultureInfo.GetCultureInfo(c.Code))];
        options.RequestCultureProviders =
            [new CustomRequestCultureProvider(ForPrograms), new QueryStringRequestCultureProvider(), new CookieRequestCultureProvider()];
        options.ApplyCurrentCultureToResponseHeaders = true;
    }

    /// <summary>Programs read English, whatever language the page's default is.</summary>
    private static Task<ProviderCultureResult?> ForPrograms(HttpContext context) =>
        Task.FromResult(context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? new ProviderCultureResult("en") : null);

    /// <summary><c>?culture=</c> on any page is remembered: the circuit that the page opens asks the cookie.</summary>
    internal static IApplicationBuilder UseRememberedCulture(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Known(context.Request.Query["culture"]) is { } culture) Remember(context, culture);
        return next(context);
    });

    internal static void MapCulture(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/culture", (HttpContext context, string? returnUrl) => TypedResults.LocalRedirect(Local(returnUrl))).AllowAnonymous().ExcludeFromDescription();

    private static string? Known(string? code) => All.FirstOrDefault(c => string.Equals(c.Code, code, StringComparison.OrdinalIgnoreCase)).Code;

    private static void Remember(HttpContext context, string culture) =>
        context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(400), Path = "/", SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = context.Request.IsHttps });
}
