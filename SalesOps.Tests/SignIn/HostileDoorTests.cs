using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.SignIns;

/// <summary>What strangers, and those who were shut out, try at the door.</summary>
public sealed class HostileDoorTests
{
    private const string Sales = "sales@example.com";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Their forms may have been on the way when their session ended.</summary>
    [Fact]
    public async Task Suspended_GuessesOnTheAccountPage_StaySuspended()
    {
        await using var console = await ConsoleHost.StartAsync();
        var id = console.Person(Sales).Id;
        Assert.True((await console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), id), Caller.Person(console.Person("trojan@example.com")))).Succeeded);
        var before = console.Sequence;
        for (var i = 0; i < 12; i++)
        {
            await using var scope = console.App.Services.CreateAsyncScope();
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id.ToString())], "form")) };
            Assert.Equal("Current", Assert.Single(await scope.ServiceProvider.GetRequiredService<SignInGate>().ChangePasswordAsync(context, i < 11 ? "a guess" : ConsoleHost.Password, "another long password")).Field);
        }
        await using var store = console.Read();
        Assert.True(store.Accounts.Single(a => a.Id == id).IsSuspended);
        Assert.Equal(before, console.Sequence);
    }

    [Fact]
    public async Task SignIn_WhateverKeepsSomebodyOut_HashesThePasswordOnce()
    {
        var hasher = new CountingHasher();
        await using var console = await ConsoleHost.StartAsync(services: s => s.AddSingleton<IPasswordHasher<Account>>(hasher));
        var admin = Caller.Person(console.Person("trojan@example.com"));
        await console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "new", "invited@example.com", Role.Ops, Tokens.Hash("t")));
        await console.Lane.AddPersonAsync("disabled@example.com");
        await console.Lane.DisableAsync(console.Person("disabled@example.com").Id);
        Assert.True((await console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), console.Person("ops@example.com").Id), admin)).Succeeded);
        using (var guesser = console.Browser())
            for (var i = 0; i < 10; i++) await guesser.EnterAsync(Sales, "wrong password");
        foreach (var who in (string[])["nobody@example.com", "invited@example.com", "disabled@example.com", "ops@example.com", Sales, "trojan@example.com"])
        {
            hasher.Checks = 0;
            using var browser = console.Browser();
            Assert.Equal(HttpStatusCode.OK, (await browser.EnterAsync(who, "wrong password")).StatusCode);
            Assert.Equal((who, 1), (who, hasher.Checks));
        }
    }

    [Theory]
    [InlineData("/sign-in", "zh-CN", "请稍等一分钟")]
    [InlineData("/invite?token=x", "en", "Wait a minute")]
    [InlineData("/setup?token=x", "vi", "Hãy đợi một phút")]
    [InlineData("/Account/", "en", "Wait a minute")]
    public async Task Tries_MoreThanAnOfficeMakes_AreRefusedInWords_AndTheRestGoesOn(string path, string culture, string says)
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        await browser.EnterAsync(Sales, ConsoleHost.Password, $"/sign-in?culture={culture}");
        HttpResponseMessage answer;
        var tries = 0;
        do answer = await browser.PostAsync(path, "x=1", Form);
        while (answer.StatusCode != HttpStatusCode.TooManyRequests && ++tries < 10 * Doors.AtOnce);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(tries, Doors.AtOnce - 1, 10 * Doors.AtOnce);
        Assert.Contains(says, await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await console.Anonymous.FetchAsync("/sign-in")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await console.Api.FetchAsync("/api/v1/counters")).StatusCode);
    }

    [Fact]
    public async Task Form_LargerThanAnyOfOurs_IsNotRead_AndProgramsStillSendTheirs()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var browser = console.Browser();
        var large = await browser.SubmitAsync("/sign-in", new() { ["Form.Email"] = Sales, ["Form.Password"] = ConsoleHost.Password, ["more"] = new string('x', Doors.LargestForm) });
        Assert.InRange((int)large.StatusCode, 400, 413);
        Forms.AssertAtSignIn(await browser.FetchAsync("/"));
        var message = await console.Api.PostAsync("/api/v1/messages", $$"""{"channel":"telegram","externalId":"a","messageId":"m","text":"{{new string('x', 3 * Doors.LargestForm)}}"}""");
        Assert.Equal(["text"], await message.ProblemAsync(400));
        Assert.Empty(console.Log.Errors);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void Sender_IsAMachineOrItsNetwork(string address, string sender) => Assert.Equal(IPAddress.Parse(sender), Doors.Sender(IPAddress.Parse(address)));

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public int Checks { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Checks++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
