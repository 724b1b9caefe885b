using System.Net;
using System.Text.RegularExpressions;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.SignIns;

/// <summary>The way in, as a browser without scripts walks it.</summary>
public sealed partial class SignInTests
{
    private const string Admin = "trojan@example.com";
    private const string Sales = "sales@example.com";

    [Fact]
    public async Task SignIn_RightPassword_OpensThePageUntilSignOut()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        Forms.AssertAtSignIn(await browser.FetchAsync("/"));

        var entered = await browser.EnterAsync(Admin, ConsoleHost.Password);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (entered.StatusCode, entered.Goal()));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(".AspNetCore.Identity.Application=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var page = await browser.FetchAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await using (var store = console.Read()) Assert.Equal(1, store.AuditEntries.Count(a => a.Action == "account.signed_in"));

        var stayed = await browser.PostAsync("/sign-out", "", "application/x-www-form-urlencoded");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (stayed.StatusCode, stayed.Goal()));
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/")).StatusCode);
        var left = await browser.SubmitAsync("/sign-in", [], action: "/sign-out");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (left.StatusCode, left.Goal()));
        Assert.Contains("\"cache\"", left.Headers.GetValues("Clear-Site-Data"));
        Forms.AssertAtSignIn(await browser.FetchAsync("/"));
    }

    [Fact]
    public async Task WhatAPersonDoesAtTheDoor_StandsAsDoneByThem_AndALockAsTheConsoles()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        await browser.EnterAsync(Sales, "wrong password");
        await browser.EnterAsync(Sales, ConsoleHost.Password);
        await browser.SubmitAsync("/account", [], "sessions");
        for (var i = 0; i < 10; i++) await browser.EnterAsync(Sales, "wrong password");

        await using var store = console.Read();
        var id = console.Person(Sales).Id;
        var entries = store.AuditEntries.Where(a => a.ObjectId == id && a.Action.StartsWith("account.")).OrderBy(a => a.Sequence).ToList();
        Assert.All(entries.Where(e => e.Action is "account.sign_in_failed" or "account.signed_in" or "account.sessions_ended"), e => Assert.Equal((ActorKind.Human, id), (e.ActorKind, e.ActorId)));
        Assert.Contains(entries, e => e.Action == "account.signed_in");
        Assert.Contains(entries, e => e.Action == "account.sign_in_failed");
        Assert.Equal((ActorKind.System, null), entries.Where(e => e.Action == "account.locked").Select(e => (e.ActorKind, e.ActorId)).Single());
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task SignIn_WrongUnknownDisabledUninvited_LookAlike()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "new", "invited@example.com", Role.Ops, Tokens.Hash("t")));
        await console.Lane.DisableAsync(console.Person("ops@example.com").Id);
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var (email, password) in ((string, string)[])
                 [(Sales, "wrong password"), ("nobody@example.com", "wrong password"), ("ops@example.com", ConsoleHost.Password), ("invited@example.com", ""), ("invited@example.com", "anything at all"),
                  ("", ""), (Sales, ""), (Sales, new string('x', 300)), ("%", "%"), ("' OR 1=1 --", "x")])
        {
            using var browser = console.Browser();
            var answer = await browser.EnterAsync(email, password);
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.Contains("Identity.Application", StringComparison.Ordinal)), email);
            var html = await answer.TextAsync();
            answers.Add((answer.StatusCode, Changing().Replace(html, "")));
        }
        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.OK, answers[0].Item1);
        Assert.Empty(console.Log.Errors);
        Assert.DoesNotContain(console.Log.Lines, l => l.Contains(ConsoleHost.Password, StringComparison.Ordinal) || l.Contains("anything at all", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_TenWrongPasswords_LockTheAccountAndOnlyIt()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        for (var i = 0; i < 9; i++) await browser.EnterAsync(Sales, "wrong password");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.EnterAsync(Sales, ConsoleHost.Password)).StatusCode);

        // A good sign-in begins the count anew.
        using var other = console.Browser();
        for (var i = 0; i < 10; i++) await other.EnterAsync(Sales, "wrong password");
        var locked = await other.EnterAsync(Sales, ConsoleHost.Password);
        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.EnterAsync(Admin, ConsoleHost.Password)).StatusCode);
        await using var store = console.Read();
        Assert.Equal(1, store.AuditEntries.Count(a => a.Action == "account.locked"));
    }

    [Fact]
    public async Task SignIn_WrongPasswordsAtOnce_AreAllCounted()
    {
        await using var console = await ConsoleHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var browser = console.Browser();
            await browser.EnterAsync(Sales, "wrong password");
        }));
        using var victim = console.Browser();
        Assert.Equal(HttpStatusCode.OK, (await victim.EnterAsync(Sales, ConsoleHost.Password)).StatusCode);
    }

    [Theory]
    [InlineData("/?panel=reviews", "/?panel=reviews")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    public async Task SignIn_ReturnUrl_StaysHere(string asked, string expected)
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        var answer = await browser.EnterAsync(Admin, ConsoleHost.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(asked));
        Assert.Equal((HttpStatusCode.Redirect, expected), (answer.StatusCode, answer.Goal()));
    }

    [Fact]
    public async Task Setup_OneTimeLink_MakesTheFirstAdminOnce()
    {
        await using var console = await ConsoleHost.StartAsync(sample: false, standingClock: true);
        await OpenSetupAsync(console, "first");
        await OpenSetupAsync(console, "second");
        using var browser = console.Browser();
        Dictionary<string, string> form = new() { ["Form.Name"] = "Boss", ["Form.Email"] = "boss@example.com", ["Form.Password"] = ConsoleHost.Password, ["Form.PasswordAgain"] = ConsoleHost.Password };

        foreach (var dead in (string[])["first", "wrong", "", new string('x', 200)])
            Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync("/setup?token=" + dead, form)).StatusCode);
        Assert.Empty(console.Lane.Last.Directory.SalesUsers);
        foreach (var (name, wrong) in ((string, string)[])[("Form.Name", " "), ("Form.Email", "boss"), ("Form.Password", "short"), ("Form.PasswordAgain", "another password")])
            Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync("/setup?token=second", new(form) { [name] = wrong })).StatusCode);
        Assert.Empty(console.Lane.Last.Directory.SalesUsers);

        Assert.Equal("/", (await browser.SubmitAsync("/setup?token=second", form)).Goal());
        Assert.Equal(Role.Admin, console.Person("boss@example.com").Role);
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/")).StatusCode);
        using var stranger = console.Browser();
        Assert.Equal(HttpStatusCode.OK, (await stranger.SubmitAsync("/setup?token=second", new(form) { ["Form.Email"] = "evil@example.com" })).StatusCode);
        Assert.Single(console.Lane.Last.Directory.SalesUsers);
        Assert.DoesNotContain(console.Log.Lines, l => l.Contains(ConsoleHost.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Setup_LinkOlderThanADay_IsDead()
    {
        await using var console = await ConsoleHost.StartAsync(sample: false, standingClock: true);
        await OpenSetupAsync(console, "first");
        console.Clock.Advance(TimeSpan.FromHours(24));
        using var browser = console.Browser();
        await browser.SubmitAsync("/setup?token=first", new() { ["Form.Name"] = "Boss", ["Form.Email"] = "boss@example.com", ["Form.Password"] = ConsoleHost.Password, ["Form.PasswordAgain"] = ConsoleHost.Password });
        Assert.Empty(console.Lane.Last.Directory.SalesUsers);
    }

    [Theory]
    [InlineData("used once", 0, true)]
    [InlineData("on the last day", 7 * 24 * 60 - 1, true)]
    [InlineData("expired", 7 * 24 * 60, false)]
    [InlineData("disabled", 0, false)]
    public async Task Invitation_OneTimeLink_WorksOnceInTimeAndForTheActive(string what, int minutes, bool works)
    {
        await using var console = await ConsoleHost.StartAsync(sample: false, standingClock: true);
        await console.Lane.AddPersonAsync("other@example.com");
        await console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "new", "new@example.com", Role.RealSalesUser, Tokens.Hash("token")));
        console.Clock.Advance(TimeSpan.FromMinutes(minutes));
        if (what == "disabled") await console.Lane.DisableAsync(console.Person("new@example.com").Id);
        Dictionary<string, string> form = new() { ["Form.Password"] = ConsoleHost.Password, ["Form.PasswordAgain"] = ConsoleHost.Password };
        using var browser = console.Browser();

        Assert.Equal(works ? HttpStatusCode.Redirect : HttpStatusCode.OK, (await browser.SubmitAsync("/invite?token=token", form)).StatusCode);
        using var again = console.Browser();
        Assert.Equal(HttpStatusCode.OK, (await again.SubmitAsync("/invite?token=token", new() { ["Form.Password"] = "another password", ["Form.PasswordAgain"] = "another password" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await again.EnterAsync("new@example.com", "another password")).StatusCode);
        Assert.Equal(works ? HttpStatusCode.Redirect : HttpStatusCode.OK, (await again.EnterAsync("new@example.com", ConsoleHost.Password)).StatusCode);
    }

    [Fact]
    public async Task Session_PersonDisabled_IsRefusedByThePipelineAndSignedOut()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        using var browser = console.Browser();
        await browser.EnterAsync(Sales, ConsoleHost.Password);
        var caller = Caller.Person(console.Person(Sales));
        Assert.True((await console.SendAsync(new ListCustomers.Query(new GridRequest()), caller)).Succeeded);

        await console.Lane.DisableAsync(caller.SalesUserId!.Value);

        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single((await console.SendAsync(new ListCustomers.Query(new GridRequest()), caller)).Errors).Kind);
        using var fresh = console.Browser();
        Assert.Equal(HttpStatusCode.OK, (await fresh.EnterAsync(Sales, ConsoleHost.Password)).StatusCode);
        Forms.AssertAtSignIn(await browser.FetchAsync("/"));
    }

    [Fact]
    public void Passwords_TheFormAndIdentity_AskForTheSameLength() => Assert.Equal(NewAccountFields.MinPassword, SignInSetup.ShortestPassword);

    private static async Task OpenSetupAsync(ConsoleHost console, string token) =>
        Assert.True((await console.SendAsync(new OpenSetup.Command(Guid.NewGuid(), Tokens.Hash(token)))).Succeeded);

    /// <summary>What differs between two loads of the same page: sealed state, tokens, nonces, the time, the address typed in.</summary>
    [GeneratedRegex("<!--Blazor[^>]*-->|data-now=\"[^\"]*\"|nonce=\"[^\"]*\"|name=\"__RequestVerificationToken\" value=\"[^\"]*\"|(?<=id=\"email\"[^>]*) value=\"[^\"]*\"| value(?= autocomplete=\"username\")")]
    private static partial Regex Changing();
}
