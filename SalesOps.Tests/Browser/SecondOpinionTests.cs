using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Two people judge the same, neither knowing what the other said.</summary>
[Collection(InChromium.Name)]
public sealed class SecondOpinionTests(Chromium chromium)
{
    [Fact]
    public async Task Risk_ChosenInTheSettings_IsDecidedByTheSecondOfOneMind()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        await admin.Page.EvaluateAsync("document.getElementById('settings').scrollIntoView()");
        await admin.Page.Locator("[data-setting=second_risks] .cell-edit").ClickAsync();
        await admin.Page.Locator(".rz-dialog .chip[title=money_dispute]").ClickAsync();
        await admin.Page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(admin.Page.Locator("[data-setting=second_risks] .cell-edit")).ToHaveTextAsync("Tranh chấp tiền");
        Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "doi", "m-doi", "Trả tiền lại cho tôi", "Khách Đôi", null,
            new ReceiveMessage.Reported("ask_price", "discovery_price", 0.9, ["money_dispute"], "runtime-1")), Caller.Runtime)).Succeeded);

        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        var row = supervisor.Page.Locator("#reviews tr[data-id]").Filter(new() { HasTextString = "Khách Đôi" });
        await row.ClickAsync();
        await Assertions.Expect(supervisor.Page.Locator("#case .opinions")).ToContainTextAsync("需要两人各自判断");
        await supervisor.Page.Locator("#case .btn.go").PressAsync("a");
        await Assertions.Expect(row).ToContainTextAsync("等待另一人");
        await supervisor.ExpectCounterAsync("understanding_reviews", 2);
        // The way leads to what is left, and back to the row nothing can be said about it again.
        await Assertions.Expect(supervisor.Page.Locator("#case .rest")).ToContainTextAsync("剩下的");
        await row.ClickAsync();
        await Assertions.Expect(supervisor.Page.Locator("#case .opinions")).ToContainTextAsync("你已给出意见");
        await Assertions.Expect(supervisor.Page.Locator("#case .btn.go")).ToBeDisabledAsync();
        await supervisor.Page.Keyboard.PressAsync("s");

        await admin.Page.EvaluateAsync("document.getElementById('reviews').scrollIntoView()");
        await admin.Page.Locator("#reviews tr[data-id]").Filter(new() { HasTextString = "Khách Đôi" }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("#case .opinions")).ToContainTextAsync("không thấy nội dung");
        await admin.Page.Locator("#case .btn.go").PressAsync("a");
        await admin.ExpectCounterAsync("understanding_reviews", 1);
        await supervisor.ExpectCounterAsync("understanding_reviews", 1);
        await using var store = console.Read();
        Assert.Equal([false, true], store.Decisions.AsNoTracking().Select(d => d.IsOpinion).OrderBy(o => o));
        Assert.Empty(admin.Complaints.Concat(supervisor.Complaints));
    }
}
