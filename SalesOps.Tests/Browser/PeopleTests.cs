using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin's work with people: invite, disable with everything handed over, take it back, enable, edit, give a new link.</summary>
[Collection(InOtherChromium.Name)]
public sealed class PeopleTests(Chromium chromium)
{
    [Fact]
    public async Task Invite_ByKeyboardAlone_ThenDisabledAndEnabledByMouse_StandsOnAnotherScreen_AndNoAdminIsTheLastToGo()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, keys, seen) = (admin.Page, admin.Page.Keyboard, await ops.RowsAsync("people", 2));
        await admin.RowsAsync("people", 2);
        await page.Locator("#add-people").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#person-name")).ToBeFocusedAsync();
        await keys.TypeAsync("Bình Trần");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("SALES@example.com");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#person-email-note.field-error")).ToContainTextAsync("already in use");
        await Assertions.Expect(page.Locator("#person-email")).ToBeFocusedAsync();
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("binh@example.com");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#invite-copy")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(seen.Filter(new() { HasTextString = "binh@example.com" })).ToContainTextAsync("active");
        await ops.ExpectCounterAsync("sales_users", 3);

        await page.Locator("#people").GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).ClickAsync();
        var row = await RowAsync(admin, console.Person("binh@example.com"), 5);
        await row.Locator(".switch-person").ClickAsync();
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("disabled");
        await Assertions.Expect(seen).ToHaveCountAsync(2);
        await ops.ExpectCounterAsync("sales_users", 2);
        await row.Locator(".switch-person").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("active");
        await Assertions.Expect(seen).ToHaveCountAsync(3);
        await ops.ExpectCounterAsync("sales_users", 3);

        await page.Locator($"#people tr[data-id=\"{console.Person("trojan@example.com").Id}\"] .switch-person").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .notice.bad")).ToContainTextAsync("last active administrator");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .notice.bad")).ToHaveCountAsync(2);
        Assert.True(console.Person("trojan@example.com").IsActive);
        Assert.Empty(admin.Complaints.Concat(ops.Complaints));
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Disable_HandsEverythingOver_AndIsTakenBackByKey()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, person) = (admin.Page, console.Person("sales@example.com"));
        var row = await RowAsync(admin, person);
        await row.Locator(".switch-person").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog .heirs li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".rz-dialog")).ToContainTextAsync("2 AI agents with 4 customers");
        foreach (var select in await page.Locator(".rz-dialog .heirs select").AllAsync())
            await Assertions.Expect(select).ToHaveValueAsync(console.Person("trojan@example.com").Id.ToString());
        await page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".undo-bar .notice")).ToContainTextAsync("4 customers");
        Assert.Equal(0, console.Lane.Last.Counters[Counters.ActiveBindings, person.Id]);
        await admin.UndoByKeyAsync();
        await Assertions.Expect(page.Locator(".undo-bar .notice")).ToHaveCountAsync(0);
        await Assertions.Expect(row).ToContainTextAsync("active");
        // The sessions stay ended.
        await Assertions.Expect(sales.Page.Locator("input[type=password]")).ToBeVisibleAsync();
        Assert.Equal(4, console.Lane.Last.Counters[Counters.ActiveBindings, person.Id]);
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Edit_AndNewLink_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        var (page, person) = (admin.Page, console.Person("sales@example.com"));
        var row = await RowAsync(admin, person);
        await row.Locator(".edit-person").ClickAsync();
        await page.FillAsync("#person-name", "Nguyễn Văn Bán");
        await page.SelectOptionAsync("#person-role", "Ops");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        // Who has AI agents stays a salesperson, and what was typed stays too.
        await Assertions.Expect(page.Locator("#person-role-note.field-error")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#person-name")).ToHaveValueAsync("Nguyễn Văn Bán");
        await page.SelectOptionAsync("#person-role", "RealSalesUser");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Nguyễn Văn Bán");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await page.ClickAsync("#undo");
        await Assertions.Expect(row).ToContainTextAsync(person.Name);

        await row.Locator(".renew-person").ClickAsync();
        await page.Locator("#renew").ClickAsync();
        await Assertions.Expect(page.Locator("#invite-copy")).ToBeFocusedAsync();
        var link = await page.InputValueAsync("#invite-link");
        await using var invited = await Session.OpenAsync(chromium, console.Address);
        await invited.Page.GotoAsync(link);
        await Assertions.Expect(invited.Page.Locator("input[type=password]").First).ToBeVisibleAsync();
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Edit_ByKeyboardAlone_OfWhomSomebodyElseEditsMeanwhile_KeepsBothEdits()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, keys, person) = (admin.Page, admin.Page.Keyboard, console.Person("ops@example.com"));
        var row = await AmongAllAsync(admin, person);
        await row.Locator(".edit-person").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#person-name")).ToBeFocusedAsync();
        await keys.PressAsync("Control+a");
        await keys.PressAsync("Delete");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#person-name-note.field-error")).ToHaveTextAsync("Name is required");
        await Assertions.Expect(page.Locator("#person-name")).ToBeFocusedAsync();
        await keys.TypeAsync("Trần Thu Hà");
        Assert.True((await console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), person.Id, person.Version, "陈静静", Role.Supervisor))).Succeeded);
        await keys.PressAsync("Enter");

        // Of what only they changed theirs is taken over; of what both changed, what is typed here stays.
        var conflict = page.Locator(".rz-dialog .conflict li");
        await Assertions.Expect(conflict.First).ToHaveTextAsync("Name: 陈静 → 陈静静 · yours: Trần Thu Hà");
        await Assertions.Expect(conflict.Last).ToHaveTextAsync("Role: Operations → Supervisor · taken over below");
        await Assertions.Expect(page.Locator("#person-role")).ToHaveValueAsync(nameof(Role.Supervisor));
        Assert.Equal("陈静静", console.Person(person.Email).Name);
        await page.Locator("#person-name").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#person-email")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#person-role")).ToBeFocusedAsync();
        await keys.TypeAsync("Admin");
        await Assertions.Expect(page.Locator("#person-role")).ToHaveValueAsync(nameof(Role.Admin));
        await admin.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("admin");
        await Assertions.Expect(row).ToContainTextAsync("Trần Thu Hà");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(row.Locator(".edit-person")).ToBeFocusedAsync();
        Assert.Equal(("Trần Thu Hà", Role.Admin), (console.Person(person.Email).Name, console.Person(person.Email).Role));
        await admin.UndoByKeyAsync();
        await Assertions.Expect(row).ToContainTextAsync("陈静静");
        Assert.Equal(Role.Supervisor, console.Person(person.Email).Role);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task NewLink_ThenDisableAndEnable_ByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, keys, person) = (admin.Page, admin.Page.Keyboard, console.Person("supervisor@example.com"));
        var row = await AmongAllAsync(admin, person);
        await row.Locator(".renew-person").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#renew")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#invite-copy")).ToBeFocusedAsync();
        var link = await page.InputValueAsync("#invite-link");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(row.Locator(".renew-person")).ToBeFocusedAsync();
        await using var invited = await Session.OpenAsync(chromium, console.Address);
        await invited.Page.GotoAsync(link);
        await Assertions.Expect(invited.Page.Locator("input[type=password]").First).ToBeVisibleAsync();

        await row.Locator(".switch-person").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog form")).ToBeVisibleAsync();
        await admin.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("disabled");
        Assert.False(console.Person(person.Email).IsActive);
        await row.Locator(".switch-person").PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("active");
        Assert.True(console.Person(person.Email).IsActive);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Disable_OfWhomAnAgentAndACustomerCameToMeanwhile_ShowsBoth_AndKeepsWhatWasChosen()
    {
        await using var console = await ConsoleHost.StartAsync();
        var (person, heir) = (console.Person("sales@example.com"), console.Person("ops@example.com"));
        Assert.True((await console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), heir.Id, heir.Version, heir.Name, Role.RealSalesUser))).Succeeded);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, row) = (admin.Page, await RowAsync(admin, person, 3));
        await row.Locator(".switch-person").ClickAsync();
        var heirs = page.Locator(".rz-dialog .heirs li");
        await Assertions.Expect(heirs).ToHaveCountAsync(2);
        foreach (var line in await heirs.AllAsync()) await line.Locator("select").SelectOptionAsync(heir.Id.ToString());

        var agents = console.Lane.Last.Directory.AiAgents.Values.ToDictionary(a => a.Name, a => a.Id);
        var added = await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI Sales C", person.Id, "zh", [Channel.Zalo], 10));
        Guid moved;
        await using (var store = console.Read()) moved = store.Customers.First(c => c.AiAgentId == agents["trojanAI"]).Id;
        Assert.True((await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(moved, agents["trojanAI"])], agents["AI Sales A"], "workload"))).Succeeded);
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .conflict li")).ToHaveTextAsync(
            ["AI Sales A: 2 customers → 3 customers · taken over below", "AI Sales C: (empty) → 0 customers · taken over below"]);
        await Assertions.Expect(heirs).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator($".heirs li[data-id='{agents["AI Sales A"]}'] select")).ToHaveValueAsync(heir.Id.ToString());
        Assert.True(console.Person(person.Email).IsActive);
        await page.Locator($".heirs li[data-id='{added.Value.AiAgentId}'] select").SelectOptionAsync(console.Person("trojan@example.com").Id.ToString());
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();

        await Assertions.Expect(page.Locator(".undo-bar .notice")).ToContainTextAsync("5 customers");
        var now = console.Lane.Last.Directory.AiAgents;
        Assert.Equal([heir.Id, heir.Id, console.Person("trojan@example.com").Id], [now[agents["AI Sales A"]].OwnerId, now[agents["AI Sales B"]].OwnerId, now[added.Value.AiAgentId].OwnerId]);
        Assert.False(console.Person(person.Email).IsActive);
        Assert.Empty(admin.Complaints);
    }

    private static async Task<ILocator> RowAsync(Session admin, SalesUser person, int rows = 2)
    {
        await admin.RowsAsync("people", rows);
        return admin.Page.Locator($"#people tr[data-id=\"{person.Id}\"]");
    }

    /// <summary>The person's row among everybody's, the filter pressed by keyboard.</summary>
    private static async Task<ILocator> AmongAllAsync(Session admin, SalesUser person)
    {
        await admin.RowsAsync("people", 2);
        await admin.Page.Locator("#people").GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).PressAsync("Enter");
        return await RowAsync(admin, person, 4);
    }
}
