using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin caps an agent's channels: in the cell and in the dialog, by mouse and by keyboard, and sees what is used of it.</summary>
[Collection(InChromium.Name)]
public sealed class AgentCapsTests(Chromium chromium)
{
    private const string Bar = ".undo-bar .notice";
    private const string A = "AI Sales A";

    [Fact]
    public async Task Cell_ByMouse_RefusesWhatIsNoCap_ShowsTheImpact_AndTakesItBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, row) = (admin.Page, await RowAsync(admin, console));
        await row.Locator(".cell-edit").ClickAsync();
        var cap = row.Locator(".capped:has([data-channel=telegram]) input");
        await Assertions.Expect(row.Locator(".capped:has([data-channel=telegram]) .cap")).ToContainTextAsync("2/");
        await cap.FillAsync("51");
        await row.Locator(".sbtn.go").ClickAsync();
        await Assertions.Expect(row.Locator(".field-error")).ToHaveTextAsync("A channel cap lies between 1 and the capacity");
        await cap.FillAsync("1");
        await row.Locator(".sbtn.go").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .impact")).ToContainTextAsync("1 of its 2 customers can no longer be served");
        await Assertions.Expect(page.Locator(".rz-dialog .impact li[data-id]")).ToContainTextAsync("Over the channel cap");
        await Assertions.Expect(page.Locator("#agent-cap-telegram")).ToHaveValueAsync("1");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();

        await Assertions.Expect(page.Locator(Bar)).ToContainTextAsync("1 customer");
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram 1/1, facebook, zalo");
        await page.Locator("#undo").ClickAsync();
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram, facebook, zalo");
        await admin.ExpectCounterAsync("active_bindings", 6);
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Cell_ByKeyboardAlone_IsSavedByEnter_AndEmptiedAgain()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        var (page, row) = (admin.Page, await RowAsync(admin, console));
        foreach (var (typed, shown) in ((string, string)[])[("5", "telegram 2/5, facebook, zalo"), ("", "telegram, facebook, zalo")])
        {
            await row.Locator(".cell-edit").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(row.Locator(".chip[data-channel=telegram]")).ToBeFocusedAsync();
            // Past the number of those it holds there, which opens them.
            await admin.TabToAsync("#agents .cap > input >> nth=0");
            await page.Keyboard.PressAsync("Control+a");
            await page.Keyboard.PressAsync("Delete");
            await page.Keyboard.TypeAsync(typed);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync(shown);
            await Assertions.Expect(row.Locator(".cell-edit")).ToBeFocusedAsync();
        }
        Assert.Null(console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == A).Caps);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Dialog_ByKeyboard_SaysWhatIsWrong_AndShowsSomebodyElsesCaps()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");
        var (page, keys, row) = (admin.Page, admin.Page.Keyboard, await RowAsync(admin, console));
        await row.Locator(".edit-agent").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        await admin.TabToAsync("#agent-cap-zalo");
        await keys.TypeAsync("60");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-channels-note.field-error")).ToHaveTextAsync("渠道上限须在 1 到容量之间");
        await page.Locator("#agent-cap-zalo").FillAsync("6");
        var agent = console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == A);
        var to = agent.Traits with { Caps = [new(Channel.Telegram, 9)] };
        Assert.True((await console.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent.Id, 1, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status, Caps: to.Caps), Caller.System)).Succeeded);
        await page.Locator("#agent-cap-zalo").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog .conflict")).ToContainTextAsync("telegram 9");
        await Assertions.Expect(page.Locator(".rz-dialog .conflict")).ToContainTextAsync("zalo 6");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram, facebook, zalo 0/6");
        Assert.Empty(admin.Complaints);
    }

    private static async Task<ILocator> RowAsync(Session admin, ConsoleHost console)
    {
        await admin.RowsAsync("agents", 3);
        return admin.Page.Locator($"#agents tr[data-id=\"{console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == A).Id}\"]");
    }
}
