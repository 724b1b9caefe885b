using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.SignIn;

/// <summary>ASP.NET Core Identity with cookies over the console's own accounts.</summary>
internal static class SignInSetup
{
    public const int ShortestPassword = 12;
    private static readonly string StampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    public static IServiceCollection AddSignIn(this IServiceCollection services, StoreFiles files)
    {
        services.AddDataProtection().SetApplicationName("SalesOps").PersistKeysToFileSystem(PrivateFiles.MakeFolder(Path.Combine(files.Folder, "keys")));
        services.AddIdentityCore<Account>(o =>
        {
            o.Password.RequiredLength = ShortestPassword;
            o.Password.RequireDigit = o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
            o.Lockout.MaxFailedAccessAttempts = 10;
            o.User.AllowedUserNameCharacters = "";
        }).AddSignInManager();
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddScoped<SignInGate>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(o =>
        {
            o.LoginPath = "/sign-in";
            o.AccessDeniedPath = "/sign-in";
            o.ReturnUrlParameter = "returnUrl";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.ExpireTimeSpan = EndedSessions.CookieLasts;
            o.Events.OnSigningIn = context =>
            {
                EndedSessions.Begin(context.Principal!);
                return Task.CompletedTask;
            };
            o.Events.OnCheckSlidingExpiration = context =>
            {
                var (ended, session) = (context.HttpContext.RequestServices.GetRequiredService<EndedSessions>(), EndedSessions.Of(context.Principal));
                // Asked before whether the session goes on: one that ended would outlast the memory of its end.
                context.ShouldRenew &= !ended.Has(session);
                if (context.ShouldRenew) ended.Renew(session!);
                return Task.CompletedTask;
            };
            o.Events.OnValidatePrincipal = ValidateAsync;
        });
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<OpenSockets>();
        services.AddSingleton<CircuitOwners>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>After authorization: a socket that gets so far belongs to somebody.</summary>
    public static IApplicationBuilder UseOpenSockets(this WebApplication app)
    {
        var sockets = app.Services.GetRequiredService<OpenSockets>();
        return app.Use((context, next) => context.WebSockets.IsWebSocketRequest ? sockets.KeepAsync(context, next) : next(context));
    }

    public static WebApplication MapSignOut(this WebApplication app)
    {
        app.MapPost("/sign-out", async Task<IResult> (HttpContext context, IAntiforgery antiforgery, SignInManager<Account> signIn, EndedSessions ended) =>
        {
            // A page of somebody who was signed in before, or another site's form: nobody is signed out by it, and the page says who is signed in.
            if (!await antiforgery.IsRequestValidAsync(context)) return TypedResults.LocalRedirect("/");
            ended.End(context.User);
            await signIn.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
            return TypedResults.LocalRedirect("/sign-in");
        }).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>Asked of every request, in memory: a session is out with the commit that ends it, or the sign-out.</summary>
    private static Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (!services.GetRequiredService<EndedSessions>().Has(EndedSessions.Of(context.Principal)) && context.Principal!.MayStay(services.GetRequiredService<WriteLane>().Last.Directory)) return Task.CompletedTask;
        // The cookie is worth nothing; taking it away could meet the one that another tab's answer brings just now.
        context.RejectPrincipal();
        return Task.CompletedTask;
    }

    /// <summary>Whether the session goes on: its person is active, and neither a new password nor anybody ended it.</summary>
    public static bool MayStay(this ClaimsPrincipal user, StoreDirectory directory) =>
        user.SalesUserId() is { } id && directory.SalesUsers.TryGetValue(id, out var person) && person.IsActive
        && directory.SecurityStamps.TryGetValue(id, out var stamp) && user.Stamp() == stamp;

    /// <summary>The account's security stamp as the session has it; null when nobody is signed in.</summary>
    public static string? Stamp(this ClaimsPrincipal user) => user.FindFirstValue(StampClaim);

    /// <summary>Sets who is signed in, until the session ends: what runs for long asks again.</summary>
    public static void SetPerson(this CallerContext caller, ClaimsPrincipal user, EndedSessions ended)
    {
        var session = EndedSessions.Of(user);
        caller.SetPerson(user.SalesUserId()!.Value, user.Stamp() ?? "", () => ended.Has(session));
    }

    /// <summary>The <see cref="Domain.Model.SalesUser"/> who is signed in; null when nobody is.</summary>
    public static Guid? SalesUserId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}
