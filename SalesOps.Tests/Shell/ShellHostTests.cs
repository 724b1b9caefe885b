using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;

namespace SalesOps.Tests.Shell;

/// <summary>The shell alone on a test server: headers, the gate before the socket, languages and plain pages.</summary>
public sealed class ShellHostTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-shell-").FullName;
    private WebApplication _app = null!;

    private HttpClient Client { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = Build(_folder);
        await _app.StartAsync(Xunit.TestContext.Current.CancellationToken);
        Client = _app.GetTestServer().CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/throws", HttpStatusCode.InternalServerError)]
    public async Task Page_HasExactlyOnePolicyWithItsOwnNonce(string path, HttpStatusCode status)
    {
        var first = await GetAsync(path);
        var second = await GetAsync(path);
        var html = await TextAsync(first);

        Assert.Equal(status, first.StatusCode);
        var policy = Assert.Single(first.Headers.GetValues("Content-Security-Policy"));
        Assert.NotEqual(policy, Assert.Single(second.Headers.GetValues("Content-Security-Policy")));
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.Contains($"nonce=\"{nonce}\"", html.Replace("&#x2B;", "+", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain("blazor.web.js", html, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret of the code", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://console.example/sign-in", true)]
    [InlineData("http://console.example/sign-in", false)]
    [InlineData("https://localhost/sign-in", false)]
    public async Task Page_OverTls_TellsBrowsersToKeepToIt(string address, bool says)
    {
        using var answer = await Client.GetAsync(new Uri(address), Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(says, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("GET", null, null, true)]
    [InlineData("POST", "http://localhost", "same-origin", false)]
    [InlineData("POST", "https://localhost", "same-origin", false)]
    [InlineData("POST", "http://localhost:81", null, true)]
    [InlineData("POST", "https://evil.example", null, true)]
    [InlineData("POST", "null", null, true)]
    [InlineData("POST", "http://localhost.evil.example", "same-origin", true)]
    [InlineData("POST", "http://localhost", "cross-site", true)]
    public async Task Socket_OpensForTheOwnOriginOnly(string method, string? origin, string? site, bool refused)
    {
        var path = method == "GET" ? "/_blazor?id=1" : "/_blazor/negotiate?negotiateVersion=1";
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);

        using var response = await Client.SendAsync(request, Xunit.TestContext.Current.CancellationToken);

        Assert.Equal(refused, response.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Language_IsChineseUntilChosen_AndThenKept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("Accept-Language", "vi");
        var neutral = await TextAsync(await Client.SendAsync(request, Xunit.TestContext.Current.CancellationToken));
        var switched = await GetAsync("/culture?culture=vi&returnUrl=%2Fsign-in%3FreturnUrl%3D%252F");
        var cookie = Assert.Single(switched.Headers.GetValues("Set-Cookie"));
        using var again = new HttpRequestMessage(HttpMethod.Get, switched.Headers.Location);
        again.Headers.Add("Cookie", cookie.Split(';')[0]);
        var kept = await TextAsync(await Client.SendAsync(again, Xunit.TestContext.Current.CancellationToken));

        Assert.Contains("<html lang=\"zh-CN\"", neutral, StringComparison.Ordinal);
        Assert.Contains("邮箱", neutral, StringComparison.Ordinal);
        Assert.Equal("/sign-in?returnUrl=%2F", switched.Headers.Location!.OriginalString);
        Assert.Contains("<html lang=\"vi\"", kept, StringComparison.Ordinal);
        Assert.Contains("Mật khẩu", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?a=1#x", "/?a=1#x")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https:evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Local_KeepsOwnPathsOnly(string? url, string expected) => Assert.Equal(expected, Cultures.Local(url));

    private Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative), Xunit.TestContext.Current.CancellationToken);

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken);

    private static WebApplication Build(string folder)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(App).Assembly.GetName().Name, EnvironmentName = Environments.Production });
        builder.WebHost.UseTestServer();
        var files = new StoreFiles(folder);
        builder.Services.AddDomain(files, files.OpenWriter());
        // What the sign-in page asks for; not the rest of the sign-in, which would guard every address here.
        builder.Services.AddAuthentication();
        builder.Services.AddIdentityCore<Account>().AddSignInManager();
        builder.Services.AddScoped<IUserStore<Account>, AccountStore>().AddScoped<SignInGate>().AddSingleton<EndedSessions>();
        builder.Logging.ClearProviders();
        builder.Services.AddShell();
        var app = builder.Build();
        app.UseShell();
        app.MapShell();
        app.MapGet("/throws", string () => throw new InvalidOperationException("a secret of the code"));
        return app;
    }
}
