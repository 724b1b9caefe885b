using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using SalesOps.Domain.Store;

namespace SalesOps.Console.SignIn;

/// <summary>ASP.NET Core Identity with cookies over the console's own accounts.</summary>
internal static class SignInSetup
{
    public const int ShortestPassword = 12;

    public static IServiceCollection AddSignIn(this IServiceCollection services, StoreFiles files)
    {
        services.AddDataProtection().SetApplicationName("SalesOps").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(files.Folder, "keys")));
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
            o.ExpireTimeSpan = TimeSpan.FromHours(12);
            o.Events.OnValidatePrincipal = ValidateAsync;
        });
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static WebApplication MapSignOut(this WebApplication app)
    {
        app.MapPost("/sign-out", async Task<IResult> (HttpContext context, IAntiforgery antiforgery, SignInManager<Account> signIn) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return TypedResults.BadRequest();
            await signIn.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
            return TypedResults.LocalRedirect("/sign-in");
        }).ExcludeFromDescription();
        return app;
    }

    /// <summary>Somebody disabled is out with the next request; the stamp, which costs a read, is asked once a minute.</summary>
    private static Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var people = context.HttpContext.RequestServices.GetRequiredService<WriteLane>().Last.Directory.SalesUsers;
        if (context.Principal?.SalesUserId() is { } id && people.TryGetValue(id, out var user) && user.IsActive)
            return SecurityStampValidator.ValidatePrincipalAsync(context);
        context.RejectPrincipal();
        return context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>The <see cref="Domain.Model.SalesUser"/> who is signed in; null when nobody is.</summary>
    public static Guid? SalesUserId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}
