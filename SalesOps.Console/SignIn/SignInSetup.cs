using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
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
        });
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static WebApplication MapSignOut(this WebApplication app)
    {
        app.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery, SignInManager<Account> signIn) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            await signIn.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
            return TypedResults.LocalRedirect("/sign-in");
        }).ExcludeFromDescription();
        return app;
    }

    /// <summary>The <see cref="Domain.Model.SalesUser"/> who is signed in; null when nobody is.</summary>
    public static Guid? SalesUserId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}
