using System.Net;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Shell;

/// <summary>Files of which it is noted who took them are fetched from the console's own pages alone.</summary>
public sealed class OwnLinksTests(SampleHost host) : IClassFixture<SampleHost>
{
    private readonly ConsoleHost _console = host.Console;

    [Theory]
    [InlineData("/export/customers.csv")]
    [InlineData("/reports/agents.csv?from=2026-06-01&to=2026-06-02")]
    [InlineData("/learning/corrections.jsonl")]
    public async Task File_AskedForByAnotherSite_IsRefusedAndNotNoted(string path)
    {
        using var browser = _console.Browser();
        await browser.EnterAsync("trojan@example.com", ConsoleHost.Password);
        var before = _console.Sequence;
        foreach (var other in (string[])["cross-site", "same-site", "same-origin, cross-site", "something"])
            Assert.Equal((other, HttpStatusCode.Forbidden), (other, await StatusAsync(browser, path, other)));
        Assert.Equal(before, _console.Sequence);
        foreach (var own in (string?[])["same-origin", "none", null]) Assert.Equal((own, HttpStatusCode.OK), (own, await StatusAsync(browser, path, own)));
        Assert.Equal(before + 3, _console.Sequence);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string path, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        using var answer = await browser.SendAsync(request, Http.Token);
        return answer.StatusCode;
    }
}
