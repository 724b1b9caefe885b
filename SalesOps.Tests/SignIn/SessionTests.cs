using System.Net;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.SignIns;

/// <summary>What ends a session: its circuits' sockets close with the commit, and its cookie opens nothing more.</summary>
public sealed class SessionTests
{
    private const string Sales = "sales@example.com";
    private const string NewPassword = "another long password";

    [Fact]
    public async Task PersonDisabled_CircuitsEnd_AndTheCookieIsRefused()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        using var ops = await Bench.Circuits.SignIn.RunAsync(console.Address, "ops@example.com", ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        await using var second = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        await using var other = await CircuitClient.OpenAsync(ops, "/", new(), Http.Token);
        var person = console.Person(Sales).Id;

        Assert.True((await console.SendAsync(await Staffing.DepartAsync(query => console.SendAsync(query), person))).Succeeded);

        await EndedAsync(circuit);
        await EndedAsync(second);
        Assert.Null(other.Fault);
        await RefusedAsync(session);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token));

        // Enabled again, the old cookie stays dead and the password opens the door.
        Assert.True((await console.SendAsync(new EnableSalesUser.Command(Guid.NewGuid(), person))).Succeeded);
        await RefusedAsync(session);
        using var again = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var back = await CircuitClient.OpenAsync(again, "/", new(), Http.Token);
        Assert.Null(back.Fault);
    }

    [Fact]
    public async Task Suspended_CircuitsEnd_NobodySignsIn_AndEverythingIsStillTheirs()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        var (person, admin) = (console.Person(Sales), console.Person("trojan@example.com"));
        await using var before = console.Read();
        var customers = before.Customers.Count(c => c.SalesUserId == person.Id);

        Assert.True((await console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), person.Id), Caller.Person(admin))).Succeeded);

        await EndedAsync(circuit);
        await RefusedAsync(session);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token));
        await using var store = console.Read();
        Assert.Equal(customers, store.Customers.Count(c => c.SalesUserId == person.Id));
        Assert.Equal("suspends_self", Assert.Single((await console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), admin.Id), Caller.Person(admin))).Errors).Code);

        Assert.True((await console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), person.Id), Caller.Person(admin))).Succeeded);
        await RefusedAsync(session);
        using var again = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
    }

    [Fact]
    public async Task AddressCorrected_SessionsGoOn_AndTheNewOneOpensTheDoor()
    {
        const string Corrected = "Demo.Sales@example.com";
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        var person = console.Person(Sales);
        var taken = await console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), person.Id, person.Version, person.Name, person.Role, "OPS@example.com"));
        Assert.Equal(("email", "taken"), Assert.Single(taken.Errors) is var e ? (e.Field, e.Code) : default);

        Assert.True((await console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), person.Id, person.Version, person.Name, person.Role, Corrected))).Succeeded);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token));
        using var again = await Bench.Circuits.SignIn.RunAsync(console.Address, Corrected.ToLowerInvariant(), ConsoleHost.Password, Http.Token);
        await using var back = await CircuitClient.OpenAsync(again, "/", new(), Http.Token);
        Assert.Null(back.Fault);
        Assert.Null(circuit.Fault);
    }

    [Fact]
    public async Task PasswordChanged_OtherSessionsEnd_AndThisGoesOn()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var elsewhere = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(elsewhere, "/", new(), Http.Token);
        using var here = console.Browser();
        await here.EnterAsync(Sales, ConsoleHost.Password);

        var changed = await ChangeAsync(here, ConsoleHost.Password, NewPassword, NewPassword);

        Assert.Equal((HttpStatusCode.Redirect, "/account?done=password"), (changed.StatusCode, changed.Goal()));
        await EndedAsync(circuit);
        await RefusedAsync(elsewhere);
        Assert.Equal(HttpStatusCode.OK, (await here.FetchAsync("/account")).StatusCode);
        using var fresh = console.Browser();
        Assert.Equal(HttpStatusCode.OK, (await fresh.EnterAsync(Sales, ConsoleHost.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await fresh.EnterAsync(Sales, NewPassword)).StatusCode);
        await using var store = console.Read();
        Assert.Equal(1, store.AuditEntries.Count(a => a.Action == "account.password_changed"));
        Assert.DoesNotContain(console.Log.Lines, l => l.Contains(NewPassword, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zh-CN", "", NewPassword, NewPassword, "请填写当前密码")]
    [InlineData("zh-CN", "not the password", NewPassword, NewPassword, "当前密码不正确")]
    [InlineData("en", ConsoleHost.Password, "short", "short", "New password: at least 12 characters")]
    [InlineData("en", ConsoleHost.Password, "", "", "New password")]
    [InlineData("vi", ConsoleHost.Password, NewPassword, "something else", "Hai mật khẩu")]
    public async Task PasswordChange_WrongField_SaysSoAndChangesNothing(string culture, string current, string password, string again, string says)
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        await browser.EnterAsync(Sales, ConsoleHost.Password, $"/sign-in?culture={culture}");

        var answer = await ChangeAsync(browser, current, password, again);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(says, await answer.TextAsync(), StringComparison.Ordinal);
        using var fresh = console.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await fresh.EnterAsync(Sales, ConsoleHost.Password)).StatusCode);
    }

    [Fact]
    public async Task PasswordChange_TenGuesses_LockTheAccount()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        await browser.EnterAsync(Sales, ConsoleHost.Password);
        for (var i = 0; i < 10; i++) await ChangeAsync(browser, "a wrong guess", NewPassword, NewPassword);

        var locked = await ChangeAsync(browser, ConsoleHost.Password, NewPassword, NewPassword);

        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        await using var store = console.Read();
        Assert.Equal(1, store.AuditEntries.Count(a => a.Action == "account.locked"));
    }

    [Fact]
    public async Task SignOutEverywhere_EndsAllSessions()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var elsewhere = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(elsewhere, "/", new(), Http.Token);
        using var here = console.Browser();
        await here.EnterAsync(Sales, ConsoleHost.Password);

        var left = await here.SubmitAsync("/account", [], "sessions");

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (left.StatusCode, left.Goal()));
        await EndedAsync(circuit);
        await RefusedAsync(elsewhere);
        Forms.AssertAtSignIn(await here.FetchAsync("/"));
        Assert.Equal(HttpStatusCode.Redirect, (await here.EnterAsync(Sales, ConsoleHost.Password)).StatusCode);
    }

    [Fact]
    public async Task SignedOut_OtherPagesEnd_ACopyOfTheCookieOpensNothing_AndOtherSessionsGoOn()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        using var elsewhere = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        await using var other = await CircuitClient.OpenAsync(elsewhere, "/", new(), Http.Token);
        using var copied = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", session.Cookies.GetCookieHeader(console.Address) } } };

        Assert.EndsWith("/sign-in", (await session.Http.SubmitAsync("/sign-in", [], action: "/sign-out")).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);

        await EndedAsync(circuit);
        Forms.AssertAtSignIn(await console.Anonymous.SendAsync(copied, Http.Token));
        Assert.Null(other.Fault);
        Assert.Equal("/", (await elsewhere.Http.GetAsync(new Uri("/", UriKind.Relative), Http.Token)).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task SignedInAgain_OverASession_EndsIt()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        var cookie = session.Cookies.GetCookieHeader(console.Address);

        await session.Http.EnterAsync("ops@example.com", ConsoleHost.Password);

        await EndedAsync(circuit);
        using var copied = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
        Forms.AssertAtSignIn(await console.Anonymous.SendAsync(copied, Http.Token));
        await using var next = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        Assert.Null(next.Fault);
    }

    [Fact]
    public async Task SignOut_FromAPageOfWhoWasSignedInBefore_SignsNobodyOut()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        await browser.EnterAsync(Sales, ConsoleHost.Password);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await (await browser.FetchAsync("/sign-in")).TextAsync());
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.EnterAsync("ops@example.com", ConsoleHost.Password);

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        var answer = await browser.PostAsync(new Uri("/sign-out", UriKind.Relative), form, Http.Token);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Goal()));
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/")).StatusCode);
    }

    [Fact]
    public async Task CookieOver_OpenPagesEnd_UnlessAnotherRequestRenewedIt()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        using var left = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        using var used = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(left, "/", new(), Http.Token);
        await using var renewed = await CircuitClient.OpenAsync(used, "/", new(), Http.Token);
        console.Clock.Pass(TimeSpan.FromHours(7));
        // As a page asks that somebody is at work on.
        Assert.Equal(HttpStatusCode.OK, (await used.Http.FetchAsync("/_blazor/initializers")).StatusCode);
        Assert.Null(circuit.Fault);

        console.Clock.Pass(TimeSpan.FromHours(5));

        await EndedAsync(circuit);
        await RefusedAsync(left);
        Assert.Null(renewed.Fault);
        await using (var next = await CircuitClient.OpenAsync(used, "/", new(), Http.Token)) Assert.Null(next.Fault);

        console.Clock.Pass(TimeSpan.FromHours(12));
        await EndedAsync(renewed);
        await RefusedAsync(used);
    }

    [Fact]
    public async Task ClockLeaps_OpenPagesStay_AndWhatEndedStaysEnded()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        using var ended = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        await using var circuit = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        var cookie = ended.Cookies.GetCookieHeader(console.Address);
        await ended.Http.SubmitAsync("/sign-in", [], action: "/sign-out");

        console.Clock.Advance(TimeSpan.FromDays(300));
        // Another's sign-out looks through the pages, and through what ended.
        using var other = await Bench.Circuits.SignIn.RunAsync(console.Address, "ops@example.com", ConsoleHost.Password, Http.Token);
        await using var gone = await CircuitClient.OpenAsync(other, "/", new(), Http.Token);
        await other.Http.SubmitAsync("/sign-in", [], action: "/sign-out");
        await EndedAsync(gone);

        Assert.Null(circuit.Fault);
        console.Clock.Advance(-TimeSpan.FromDays(300));
        using var copied = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
        Forms.AssertAtSignIn(await console.Anonymous.SendAsync(copied, Http.Token));
        Assert.Equal("/", (await session.Http.FetchAsync("/")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task SignedOut_ACopyOfTheCookieIsNotRenewed()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        using var copied = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", session.Cookies.GetCookieHeader(console.Address) } } };
        console.Clock.Advance(TimeSpan.FromHours(7));
        await session.Http.SubmitAsync("/sign-in", [], action: "/sign-out");

        var answer = await console.Anonymous.SendAsync(copied, Http.Token);

        Forms.AssertAtSignIn(answer);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith(".AspNetCore.Identity", StringComparison.Ordinal)));
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string current, string password, string again) => browser.SubmitAsync("/account",
        new() { ["Form.Current"] = current, ["Form.Password"] = password, ["Form.PasswordAgain"] = again }, "password");

    private static async Task EndedAsync(CircuitClient circuit)
    {
        while (circuit.Fault is null) await Task.Delay(20, Http.Token);
    }

    private static async Task RefusedAsync(Session session)
    {
        using var page = await session.Http.GetAsync(new Uri("/", UriKind.Relative), Http.Token);
        Assert.Equal("/sign-in", page.RequestMessage!.RequestUri!.AbsolutePath);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CircuitClient.OpenAsync(session, "/", new(), Http.Token));
    }
}
