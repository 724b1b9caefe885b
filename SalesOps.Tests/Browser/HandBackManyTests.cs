using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Several conversations go back to the AI at once.</summary>
[Collection(InOtherChromium.Name)]
public sealed class HandBackManyTests(Chromium chromium)
{
    [Fact]
    public async Task HandBack_OfThreeOfWhichOneChangedHandsMeanwhile_KeepsThatOneChosen_AndIsTakenBack()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (me, colleague) = (Caller.Person(console.Person("ops@example.com")), Caller.Person(console.Person("supervisor@example.com")));
        Conversation[] talks;
        await using (var store = console.Read()) talks = [.. store.Conversations.Where(c => c.Holder == Holder.Ai).OrderBy(c => c.Id).Take(3)];
        foreach (var talk in talks) await TakeAsync(console, talk, me);
        var (page, rows) = (ops.Page, await ops.RowsAsync("handovers", 5));
        // By mouse the rows from one to another, by keyboard the dialog and the undo.
        await rows.Nth(0).Locator(".mark").ClickAsync();
        await rows.Nth(2).Locator(".mark").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await page.ClickAsync("#hand-back");
        var dialog = page.Locator(".rz-dialog");
        await Assertions.Expect(dialog.Locator(".hand-backs > li")).ToHaveCountAsync(3);
        await Assertions.Expect(dialog.Locator("#hand-back-tasks")).ToContainTextAsync("Still open: 3");
        // A colleague takes one of them over, and takes that back: it is mine again, and another than I saw.
        var taken = await TakeAsync(console, talks[0], colleague);
        Assert.True((await console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), taken.HandoverId, taken.HolderVersion), colleague)).Succeeded);

        await page.Locator("#hand-back-reason").SelectOptionAsync("shift_end");
        await dialog.Locator("button[type=submit]").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync(new Regex("Conversations handed back: 2.*1 not done: Somebody else has just taken the conversation over", RegexOptions.Singleline));
        await Assertions.Expect(page.Locator("#handovers tbody .mark:checked")).ToHaveCountAsync(1);
        Assert.Equal([me.SalesUserId, null, null], Holders(console, talks));
        await ops.UndoByKeyAsync();
        await Assertions.Expect(page.Locator(".rz-notification").Filter(new() { HasTextString = "Hand-backs undone: 2" })).ToHaveCountAsync(1);
        Assert.Equal([me.SalesUserId, me.SalesUserId, me.SalesUserId], Holders(console, talks));
        Assert.Empty(ops.Complaints);
    }

    private static async Task<TakeOverConversation.Answer> TakeAsync(ConsoleHost console, Conversation talk, Caller by)
    {
        int version;
        await using (var store = console.Read()) version = store.Conversations.Single(c => c.Id == talk.Id).HolderVersion;
        return (await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, version, "risk"), by)).Value;
    }

    private static Guid?[] Holders(ConsoleHost console, Conversation[] talks)
    {
        using var store = console.Read();
        return [.. talks.Select(t => store.Conversations.Single(c => c.Id == t.Id).HolderUserId)];
    }
}
