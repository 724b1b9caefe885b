using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What one sees of a customer in the drawer is done there: a promise kept, the customer given to another agent; and taken back.</summary>
[Collection(InChromium.Name)]
public sealed class DrawerWorkTests(Chromium chromium)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TaskAndAgent_FromTheDrawer_AreDoneAndTakenBack(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        var customer = Deploy(console);
        await ops.OpenCustomerAsync(customer.Id);
        var promise = page.Locator("#customer .promises li");
        await Assertions.Expect(promise).ToHaveCountAsync(1);
        await Assertions.Expect(promise).ToContainTextAsync("Demo Sales");
        await PressAsync(promise.Locator("[data-finish]"));
        await Assertions.Expect(promise).ToHaveCountAsync(0);
        await ops.ExpectCounterAsync("open_tasks", 6);
        await UndoAsync();
        await Assertions.Expect(promise).ToHaveCountAsync(1);

        await PressAsync(page.Locator("#drawer-transfer"));
        var target = page.Locator(".rz-dialog .target").Filter(new() { HasTextString = "trojanAI" }).Locator("input");
        if (byKeyboard)
        {
            await target.FocusAsync();
            await page.Keyboard.PressAsync("Space");
            await page.Locator("#transfer-reason").FocusAsync();
            await page.Keyboard.PressAsync("ArrowDown");
        }
        else
        {
            await target.CheckAsync();
            await page.SelectOptionAsync("#transfer-reason", "workload");
        }
        await PressAsync(page.Locator(".rz-dialog button[type=submit]"));
        await Assertions.Expect(page.Locator("#customer .history summary")).ToContainTextAsync("trojanAI");
        await Assertions.Expect(promise).ToContainTextAsync("trojan");
        await UndoAsync();
        await Assertions.Expect(promise).ToContainTextAsync("Demo Sales");
        Assert.Equal(customer.AiAgentId, Deploy(console).AiAgentId);
        Assert.Empty(ops.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);

        Task PressAsync(ILocator button) => byKeyboard ? button.PressAsync("Enter") : button.ClickAsync();

        async Task UndoAsync()
        {
            if (!byKeyboard)
            {
                await page.ClickAsync("#undo");
                return;
            }
            await page.Locator("#customer-title").FocusAsync();
            await ops.UndoByKeyAsync();
        }
    }

    private static Customer Deploy(ConsoleHost console)
    {
        using var store = console.Read();
        return store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke"));
    }
}
