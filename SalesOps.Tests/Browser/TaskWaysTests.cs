using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Console.Live;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A task leads to what ends it, from its list and from its customer's drawer.</summary>
[Collection(InOtherChromium.Name)]
public sealed class TaskWaysTests(Chromium chromium)
{
    [Fact]
    public async Task TaskThatAReviewEnds_LeadsToItsCase_ByKeyboard()
    {
        await using var console = await ConsoleHost.StartAsync();
        Guid review;
        await using (var store = console.Read()) review = store.WorkTasks.Single(t => t.Kind == TaskKind.Review && t.Status == WorkTaskStatus.Open).ReviewId!.Value;
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));

        await rows.Filter(new() { HasTextString = "review" }).Locator(".mark").PressAsync("Space");
        await Assertions.Expect(page.Locator("#finish-tasks")).ToHaveCountAsync(0);
        await page.Locator("#open-case").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"reviews\\.review={review}"));
        await Assertions.Expect(page.Locator("#reviews tr.sel")).ToHaveAttributeAsync("data-id", review.ToString());
        await Assertions.Expect(page.Locator("#reviews tbody tr")).ToHaveCountAsync(1);
        // The queue shows the one case until its chip is pressed.
        await page.ClickAsync("#queue-alone");
        await Assertions.Expect(page.Locator("#queue-alone")).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^(?!.*reviews\\.review)"));
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task TaskThatABindingEnds_BindsItsCustomer_ByMouse()
    {
        // Nobody is bound by itself before somebody does it here.
        await using var console = await ConsoleHost.StartAsync(services: s => s.Remove(s.Single(d => d.ImplementationFactory?.Method.Name == nameof(Workers.WaitingCustomers))));
        Customer waits = default!;
        await console.Lane.RunAsync(change =>
        {
            var identity = new ChannelIdentity(change.NewId(), change.NewId(), Channel.Zalo, "waits", change.Now);
            waits = new Customer(identity.CustomerId, "Waits", identity, "new_lead", change.Now);
            var task = new WorkTask(change.NewId(), TaskKind.BindCustomer, waits, null, change.Now, change.Now.AddHours(1));
            change.Add(waits, identity, task);
            change.Record("customer.created", waits, identity, task);
        });
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 8));

        await rows.Filter(new() { HasTextString = "bind_customer" }).Locator(".mark").CheckAsync();
        await page.ClickAsync("#bind-customers");
        await page.Locator(".rz-dialog .target input:enabled").First.CheckAsync();
        await page.SelectOptionAsync("#transfer-reason", "workload");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(rows.Filter(new() { HasTextString = "bind_customer" })).ToHaveCountAsync(0);
        await using var store = console.Read();
        Assert.NotNull(store.Customers.Single(c => c.Id == waits.Id).AiAgentId);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task DrawersTask_IsPutOffByKeyboard_HandedOnByMouse_AndBothAreTakenBack()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        Guid customer;
        await using (var store = console.Read()) customer = store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke")).Id;
        WorkTask Open()
        {
            using var store = console.Read();
            return store.WorkTasks.Single(t => t.CustomerId == customer && t.Status == WorkTaskStatus.Open);
        }
        var (before, to) = (Open(), console.Person("trojan@example.com"));
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, promise) = (ops.Page, ops.Page.Locator("#customer .promises li"));
        await ops.OpenCustomerAsync(customer);
        var due = await promise.Locator("time").First.GetAttributeAsync("datetime");

        await promise.Locator("[data-postpone]").PressAsync("Enter");
        await page.Locator(".rz-dialog .chip").Nth(2).PressAsync("Space");
        await page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".undo-bar")).ToContainTextAsync("Tasks postponed: 1");
        Assert.NotEqual(before.DueAt, Open().DueAt);
        await page.Locator("#customer-title").FocusAsync();
        await ops.UndoByKeyAsync();
        await Assertions.Expect(page.Locator(".rz-notification").Filter(new() { HasTextString = "Tasks as they were: 1" })).ToHaveCountAsync(1);
        Assert.Equal(before.DueAt, Open().DueAt);
        await Assertions.Expect(promise.Locator("time").First).ToHaveAttributeAsync("datetime", due!);

        await promise.Locator("[data-give]").ClickAsync();
        await page.SelectOptionAsync("#task-owner", to.Id.ToString());
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(promise).ToContainTextAsync(to.Name);
        Assert.Equal(to.Id, Open().SalesUserId);
        await page.ClickAsync("#undo");
        await Assertions.Expect(promise).Not.ToContainTextAsync(to.Name);
        Assert.Equal(before.SalesUserId, Open().SalesUserId);
        Assert.Empty(ops.Complaints);
    }
}
