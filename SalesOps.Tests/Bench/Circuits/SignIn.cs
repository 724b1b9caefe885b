using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>Signs in as a browser does: fetches the form, fills it in with all its hidden fields, posts it, keeps the cookies.</summary>
public static class SignIn
{
    /// <summary>A session that is signed in.</summary>
    /// <exception cref="InvalidOperationException">There is no such form, or it was refused; the message says what the page said.</exception>
    public static async Task<Session> RunAsync(Uri address, string email, string password, CancellationToken ct, string path = "/sign-in")
    {
        var session = new Session(address);
        try
        {
            using var page = await session.Http.GetAsync(path, ct);
            var html = await page.Content.ReadAsStringAsync(ct);
            if (!page.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)page.StatusCode}: {Words(html)}");
            var (action, fields) = Fill(html, email, password);
            var cookies = session.Cookies.Count;
            using var answer = await session.Http.PostAsync(new Uri(page.RequestMessage!.RequestUri!, action), new FormUrlEncodedContent(fields), ct);
            var landed = answer.RequestMessage!.RequestUri!.AbsolutePath;
            if (!answer.IsSuccessStatusCode || landed == path || session.Cookies.Count <= cookies)
            {
                throw new InvalidOperationException(
                    $"Signing {email} in failed: {(int)answer.StatusCode} at {landed}: {Words(await answer.Content.ReadAsStringAsync(ct))}");
            }
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The address and the fields of the form in <paramref name="html"/> that has a password field.</summary>
    public static (string Action, List<KeyValuePair<string, string>> Fields) Fill(string html, string email, string password)
    {
        using var page = new HtmlParser().ParseDocument(html);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").FirstOrDefault(f => Input(f, "password") is not null)
            ?? throw new InvalidOperationException($"There is no form with a password field: {Words(html)}");
        if (!string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException("The sign-in form would send the password in its address: its method is not post.");
        var emailName = (Input(form, "email") ?? throw new InvalidOperationException("The sign-in form has no e-mail field.")).Name;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden][name]")
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .ToList();
        fields.Add(new(Named(emailName), email));
        fields.Add(new(Named(Input(form, "password")!.Name), password));
        return (form.GetAttribute("action") ?? "", fields);
    }

    private static IHtmlInputElement? Input(IParentNode form, string type) => form.QuerySelector<IHtmlInputElement>($"input[type={type}]");

    private static string Named(string? name) =>
        string.IsNullOrEmpty(name) ? throw new InvalidOperationException("A field of the sign-in form has no name.") : name;

    private static string Words(string html)
    {
        using var page = new HtmlParser().ParseDocument(html);
        var alerts = page.QuerySelectorAll("[role=alert], .validation-message");
        var text = alerts.Length > 0 ? string.Join(' ', alerts.Select(a => a.TextContent)) : page.Body?.TextContent ?? "";
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 300 ? text[..300] + "…" : text;
    }
}
