using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>People go on leave and come back, planned by mouse and by keyboard.</summary>
[Collection(InOtherChromium.Name)]
public sealed class LeaveTests(Chromium chromium)
{
    [Fact]
    public async Task Plan_ByKeyboardAlone_LendsAtOnce_AndIsTakenBackByKey()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, keys, person) = (admin.Page, admin.Page.Keyboard, console.Person("sales@example.com"));
        var row = await RowAsync(admin, person);
        await row.Locator(".leave-person").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#leave-from")).ToBeFocusedAsync();
        // The stand-in is the only one there is; that it must end some time has to be said.
        await Assertions.Expect(page.Locator("#leave-stand-in")).ToHaveValueAsync(console.Person("trojan@example.com").Id.ToString());
        await Assertions.Expect(page.Locator("#leave-effects")).ToContainTextAsync("2 AI agents with 4 customers");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#leave-until-note.field-error")).ToHaveTextAsync("Back at is required");
        await Assertions.Expect(page.Locator("#leave-until")).ToBeFocusedAsync();
        for (var i = 0; i < 12 && await page.EvaluateAsync<string>("() => document.activeElement.textContent") != "3 days"; i++) await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await admin.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");

        await Assertions.Expect(row).ToContainTextAsync("trojan stands in");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#agents tr[data-id]", new() { HasTextString = "for Demo Sales" })).ToHaveCountAsync(2);
        Assert.Equal(0, console.Lane.Last.Counters[Counters.ActiveBindings, person.Id]);
        await admin.UndoByKeyAsync();
        await Assertions.Expect(row).Not.ToContainTextAsync("stands in");
        await Assertions.Expect(page.Locator("#agents tr[data-id]", new() { HasTextString = "for Demo Sales" })).ToHaveCountAsync(0);
        Assert.Equal(4, console.Lane.Last.Counters[Counters.ActiveBindings, person.Id]);
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Ops_PlansForLater_ChangesIt_AndCancels_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com");
        var (page, person) = (ops.Page, console.Person("sales@example.com"));
        var row = await RowAsync(ops, person);
        await Assertions.Expect(row.Locator("button")).ToHaveTextAsync(["休假"]);
        await row.Locator(".leave-person").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "明天" }).ClickAsync();
        await ChosenAsync(page, "明天");
        await page.GetByRole(AriaRole.Button, new() { Name = "1 周" }).ClickAsync();
        await ChosenAsync(page, "1 周");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("休假 · 代班 trojan");
        Assert.Equal(4, console.Lane.Last.Counters[Counters.ActiveBindings, person.Id]);
        var planned = Assert.Single(console.Lane.Last.Directory.Absences);
        Assert.Equal(TimeSpan.FromDays(7), planned.Until - planned.From);

        await row.Locator(".leave-person").ClickAsync();
        await page.Locator(".change-leave").ClickAsync();
        // Before it there is the form for another leave: what is pressed there goes with it.
        await Assertions.Expect(page.Locator("#another-leave")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "2 周" }).ClickAsync();
        await ChosenAsync(page, "2 周");
        // Somebody else was faster: what they changed is shown, what was chosen here stays.
        Assert.True((await console.SendAsync(new PlanAbsence.Command(Guid.NewGuid(), person.Id, planned.From.AddHours(9), planned.Until, planned.StandInId, new(planned.Id, planned.Version)))).Succeeded);
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .conflict li")).ToHaveCountAsync(1);
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        var changed = Assert.Single(console.Lane.Last.Directory.Absences);
        Assert.Equal((planned.From.AddHours(9), planned.From.AddDays(14)), (changed.From, changed.Until));

        await row.Locator(".leave-person").ClickAsync();
        await page.Locator(".end-leave").ClickAsync();
        await Assertions.Expect(page.Locator(".undo-bar .notice")).ToContainTextAsync("已取消");
        await Assertions.Expect(row).Not.ToContainTextAsync("休假 · 代班");
        Assert.Empty(console.Lane.Last.Directory.Absences);
        Assert.Empty(ops.Complaints);
    }

    /// <summary>Waits until the form holds what was pressed.</summary>
    private static Task ChosenAsync(IPage page, string moment) =>
        Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = moment })).ToHaveAttributeAsync("aria-pressed", "true");

    private static async Task<ILocator> RowAsync(Session session, SalesUser person)
    {
        await session.RowsAsync("people", 2);
        return session.Page.Locator($"#people tr[data-id=\"{person.Id}\"]");
    }
}
