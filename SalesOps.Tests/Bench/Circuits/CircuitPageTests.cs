using System.Text.Json;

namespace SalesOps.Tests.Bench.Circuits;

public sealed class CircuitPageTests
{
    private const string Html = """
        <html><head><base href="/console/" /><!--Blazor:{"type":"server","prerenderId":"a","sequence":0,"descriptor":"x+/="}--><title>t</title><!--Blazor:{"prerenderId":"a"}--></head>
        <body><!--Blazor:{"type":"server","sequence":1,"descriptor":"y"}--><!--Blazor-Server-Component-State:c3RhdGU=--></body></html>
        """;

    [Fact]
    public void Read_APage_FindsStartMarkersStateAndBase()
    {
        var page = CircuitPage.Read(new Uri("http://127.0.0.1:5080/console/?culture=vi"), Html);
        Assert.Equal(2, page.Markers.Count);
        Assert.Equal("c3RhdGU=", page.State);
        Assert.Equal("http://127.0.0.1:5080/console/", page.BaseAddress.ToString());

        using var operations = JsonDocument.Parse(page.AddAll());
        var added = operations.RootElement.GetProperty("operations");
        Assert.Equal([1, 2], added.EnumerateArray().Select(o => o.GetProperty("ssrComponentId").GetInt32()));
        Assert.Equal("x+/=", added[0].GetProperty("marker").GetProperty("descriptor").GetString());
    }

    [Fact]
    public void Fill_ASignInForm_TakesHiddenFieldsAndFindsTheTwoInputs()
    {
        var (action, fields) = SignIn.Fill(
            """
            <form action="/search"><input name="q"></form>
            <form method="post" action="/in"><input type="hidden" name="__RequestVerificationToken" value="t&amp;1"><input type=email name="In.Email"><input type="password" name="In.Password"></form>
            """,
            "a@example.com",
            "pw");
        Assert.Equal("/in", action);
        Assert.Equal([new("__RequestVerificationToken", "t&1"), new("In.Email", "a@example.com"), new("In.Password", "pw")], fields);
    }

    [Theory]
    [InlineData("<form method=post><input name=q></form>")]
    [InlineData("<form method=post><input type=password name=p></form>")]
    [InlineData("<form><input type=email name=e><input type=password name=p></form>")]
    public void Fill_NoSuchForm_Throws(string html) => Assert.Throws<InvalidOperationException>(() => SignIn.Fill(html, "a@example.com", "pw"));
}
