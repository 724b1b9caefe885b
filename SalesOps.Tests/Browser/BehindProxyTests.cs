using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>The console behind a proxy that ends TLS, as one runs it for others than oneself.</summary>
[Collection(InOtherChromium.Name)]
public sealed class BehindProxyTests(Chromium chromium)
{
    [Fact]
    public async Task SignIn_OverTls_OpensTheLivePage()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var line = new TlsLine(console.Address);
        await using var ops = await Session.OpenAsync(chromium, line.Address, new() { ViewportSize = new() { Width = 1440, Height = 900 }, IgnoreHTTPSErrors = true });
        // Sent to the form from the page that asks for it, as people are.
        await ops.Page.GotoAsync("/?customer=1");
        await Assertions.Expect(ops.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("^https://.*/sign-in"));
        await ops.Page.FillAsync("input[type=email]", "ops@example.com");
        await ops.Page.FillAsync("input[type=password]", ConsoleHost.Password);
        await ops.Page.PressAsync("input[type=password]", "Enter");
        await ops.ExpectPageAsync();
        // The socket is open, too.
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "who", "new", "Chào shop"), Caller.Runtime);
        await ops.ExpectCounterAsync("customers", 7);
        Assert.StartsWith("https://", ops.Page.Url, StringComparison.Ordinal);
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("https", true)]
    public async Task Cookies_WhereTheProxySaysThatItEndedTls_AreForTlsAlone(string? said, bool secure)
    {
        await using var console = await ConsoleHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "console.example.com";
        if (said is not null) request.Headers.Add("X-Forwarded-Proto", said);
        var response = await console.Anonymous.SendAsync(request, Http.Token);
        var antiforgery = Assert.Single(response.Headers.GetValues("Set-Cookie"), c => c.Contains("Antiforgery", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(secure, antiforgery.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }
}
