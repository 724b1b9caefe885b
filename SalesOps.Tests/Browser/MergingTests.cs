using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Two customers who are one person become one, and two again.</summary>
[Collection(InOtherChromium.Name)]
public sealed class MergingTests(Chromium chromium)
{
    [Fact]
    public async Task Duplicates_AreShownWithEvidence_MergedByKeyboard_TakenBack_AndMergedForGood()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        var dao = await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "dao-1", "d-1", "số của em 0901 234 567", "Đào Thị Lan"), Caller.Runtime);
        var zalo = await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "dao-2", "d-2", "gọi em 0901.234.567", "dao thi lan"), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        await ops.OpenCustomerAsync(dao.Value.CustomerId);
        await Assertions.Expect(ops.Page.Locator("#duplicates")).ToContainTextAsync("Cùng số điện thoại");
        await ops.Page.Locator($"[data-duplicate='{zalo.Value.CustomerId}'] a").FocusAsync();
        await ops.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator("#customer .drawer-who b")).ToHaveTextAsync("dao thi lan");
        await Assertions.Expect(ops.Page.Locator($"[data-duplicate='{dao.Value.CustomerId}']")).ToBeVisibleAsync();

        await MergeAsync();
        await Assertions.Expect(ops.Page.Locator("#merged")).ToContainTextAsync("Đào Thị Lan");
        await Assertions.Expect(ops.Page.Locator("#customer .facts")).ToContainTextAsync("telegram:dao-1");
        await ops.ExpectCounterAsync("customers", 7);
        await ops.Page.Locator("#customer-title").FocusAsync();
        await ops.UndoByKeyAsync();
        await ops.ExpectCounterAsync("customers", 8);
        await Assertions.Expect(ops.Page.Locator("#merged")).ToHaveCountAsync(0);

        await MergeAsync();
        await ops.Page.Locator("[data-separate]").PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator(".rz-dialog .notice")).ToContainTextAsync("Đào Thị Lan");
        await ops.Page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await ops.ExpectCounterAsync("customers", 8);
        Assert.Empty(ops.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);

        async Task MergeAsync()
        {
            await ops.Page.Locator($"[data-merge-with='{dao.Value.CustomerId}']").PressAsync("Enter");
            await Assertions.Expect(ops.Page.Locator(".merge-side")).ToHaveCountAsync(2);
            await Assertions.Expect(ops.Page.Locator($".merge-side[data-side='{zalo.Value.CustomerId}'] input")).ToBeCheckedAsync();
            await Assertions.Expect(ops.Page.Locator("#merge-means")).ToContainTextAsync("Đào Thị Lan");
            await ops.Page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
            await ops.ExpectCounterAsync("customers", 7);
        }
    }

    [Fact]
    public async Task Merge_WithSomebodyChosen_WhoStays_AndSeparate_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        await rows.Filter(new() { HasTextString = "Deploy Smoke" }).Locator("a[data-customer]").ClickAsync();
        await page.ClickAsync("#merge-customer");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#merge-other-note.field-error")).ToHaveTextAsync("Choose Customer");
        await Assertions.Expect(page.Locator("#merge-other[aria-invalid=true]")).ToBeFocusedAsync();
        // The first Esc is the list's, and not the dialog's.
        await page.FillAsync("#merge-other", "handover");
        await Assertions.Expect(page.Locator("#merge-other-list [role=option]")).ToHaveCountAsync(1);
        await page.Locator("#merge-other").PressAsync("Escape");
        await Assertions.Expect(page.Locator("#merge-other-list")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#merge-other")).ToBeFocusedAsync();
        await page.FillAsync("#merge-other", "handover");
        await page.ClickAsync("#merge-other-list [role=option]");
        // Who stays is chosen among both, seen side by side.
        var sides = page.Locator(".merge-side");
        await Assertions.Expect(sides).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#merge-other-note.field-error, #merge-other[aria-invalid]")).ToHaveCountAsync(0);
        await sides.Filter(new() { HasTextString = "Handover User" }).ClickAsync();
        await Assertions.Expect(page.Locator("#merge-means")).ToContainTextAsync("record of Deploy Smoke 20260603102624 goes to Handover User");
        await page.ClickAsync(".rz-dialog button[type=submit]");

        await ops.ExpectCounterAsync("customers", 5);
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync("Handover User");
        await Assertions.Expect(page.Locator("#customer .facts")).ToContainTextAsync("telegram:deploy-smoke-20260603102624");
        // Who was looked at went along with the one who went, and who is seen in that place now was noted before.
        await using (var store = console.Read())
            Assert.Equal(2, store.Viewings.Count(v => v.CustomerId == store.Customers.Single(c => c.Name == "Handover User").Id));
        await Assertions.Expect(rows).ToHaveCountAsync(5);
        await page.ClickAsync("#undo");
        await ops.ExpectCounterAsync("customers", 6);
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync("Deploy Smoke 20260603102624");

        await page.ClickAsync("#merge-customer");
        await page.FillAsync("#merge-other", "handover");
        await page.ClickAsync("#merge-other-list [role=option]");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("customers", 5);
        await page.ClickAsync("[data-separate]");
        await Assertions.Expect(page.Locator(".rz-dialog .notice")).ToContainTextAsync("Handover User becomes a customer again");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("customers", 6);
        await Assertions.Expect(page.Locator("#merged")).ToHaveCountAsync(0);
        await page.ClickAsync("#customer .head a.chip");
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        Assert.Empty(ops.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Merge_OfWhomOthersMovedAndMergedMeanwhile_SaysSo_KeepsWhoStays_AndGoesOnOnceTheyAreBack()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        var supervisor = Caller.Person(console.Person("supervisor@example.com"));
        var agents = console.Lane.Last.Directory.AiAgents.Values.ToDictionary(a => a.Name, a => a.Id);
        var (deploy, handover, third) = (Customer(console, "Deploy Smoke"), Customer(console, "Handover User"), Customer(console, "Smoke User"));
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await ops.OpenCustomerAsync(deploy.Id);
        await page.ClickAsync("#merge-customer");
        await page.FillAsync("#merge-other", "handover");
        await page.ClickAsync("#merge-other-list [role=option]");
        // Not the one whose drawer it is.
        await page.ClickAsync($".merge-side[data-side='{handover.Id}']");
        await Assertions.Expect(page.Locator("#merge-means")).ToContainTextAsync("goes to Handover User");
        Assert.True((await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(deploy.Id, agents["AI Sales A"])], agents["trojanAI"], "language"), supervisor)).Succeeded);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog .conflict li")).ToHaveTextAsync("Deploy Smoke 20260603102624: AI Sales A · Demo Sales → trojanAI · trojan · taken over below");
        await Assertions.Expect(page.Locator($".merge-side[data-side='{handover.Id}'] input")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator($".merge-side[data-side='{deploy.Id}']")).ToContainTextAsync("trojanAI");

        var merged = await console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), third.Id, handover.Id, third.AiAgentId, handover.AiAgentId), supervisor);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog .notice.bad")).ToHaveTextAsync("Handover User has just gone into Smoke User");
        await using (var store = console.Read()) Assert.Equal(merged.Value.MergeId, store.Merges.Single().Id);
        Assert.True((await console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.Value.MergeId), supervisor)).Succeeded);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync("Handover User");
        await ops.ExpectCounterAsync("customers", 5);
        await using var after = console.Read();
        Assert.Equal((deploy.Id, handover.Id), after.Merges.Where(m => m.SeparatedAt == null).Select(m => ValueTuple.Create(m.CustomerId, m.IntoId)).Single());
        Assert.Empty(ops.Complaints);
    }

    private static Customer Customer(ConsoleHost console, string name)
    {
        using var store = console.Read();
        return store.Customers.Single(c => c.Name.StartsWith(name));
    }
}
