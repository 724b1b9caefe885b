using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SalesOps.Tests.Support;

/// <summary>Pages with forms, as a browser without scripts uses them.</summary>
internal static class Forms
{
    /// <summary>Signs in by the form.</summary>
    public static Task<HttpResponseMessage> EnterAsync(this HttpClient browser, string email, string password, string path = "/sign-in") =>
        browser.SubmitAsync(path, new() { ["Form.Email"] = email, ["Form.Password"] = password });

    /// <summary>Opens a page and sends its form, with what the page itself put into it, to the page or where <paramref name="action"/> says.</summary>
    /// <param name="name">The form's name; the first form when left out.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string path, Dictionary<string, string> values, string? name = null, string? action = null)
    {
        var html = await (await browser.FetchAsync(path)).TextAsync();
        using var page = new HtmlParser().ParseDocument(html);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form[method=post]").First(f => name is null || f.QuerySelector($"input[name=_handler][value={name}]") is not null);
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden][name]").ToDictionary(i => i.Name!, i => i.Value);
        foreach (var (field, value) in values) fields[field] = value;
        return await browser.PostAsync(new Uri(action ?? path, UriKind.Relative), new FormUrlEncodedContent(fields), Http.Token);
    }

    /// <summary>Where a redirect leads; empty when there is none.</summary>
    public static string Goal(this HttpResponseMessage response) => response.Headers.Location is not { } to ? "" : to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString;

    public static void AssertAtSignIn(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/sign-in", response.Goal(), StringComparison.Ordinal);
    }
}
