using Bunit;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>Several conversations are to go back to the AI.</summary>
public sealed class HandBackManyDialogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task RefusedWhole_TheFormGoesOnWithWhatIsHeldByNow_UntilNothingIs()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (console, me) = (panel.Console, panel.Console.Admin());
        List<Guid> talks;
        await using (var store = console.Read()) talks = [.. store.Conversations.Where(c => c.Holder == Holder.Ai).OrderBy(c => c.Id).Select(c => c.Id).Take(2)];
        var seen = new List<HandBackConversations.Seen>();
        foreach (var talk in talks) seen.Add(await TakeAsync(console, talk, me));
        var dialog = panel.Page.Render<HandBackManyDialog>(p => p.Add(d => d.Conversations, seen).Add(d => d.Guard, new DialogGuard()));
        // A colleague has one of them by now, and the other is the AI's.
        await TakeAsync(console, talks[0], console.Supervisor());
        Assert.True((await console.SendAsync(new HandBackConversations.Command(Guid.NewGuid(), [seen[1]], "shift_end"), me)).Succeeded);

        dialog.WaitForElement("#hand-back-reason", Patience).Change("shift_end");
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Equal(Text.HandBackSubmit.With(1), dialog.Find("button[type=submit]").TextContent.Trim()), Patience);
        Assert.NotEmpty(dialog.FindAll("form [role=alert]"));
        await dialog.Find("form").SubmitAsync();
        await using (var store = console.Read()) Assert.All(store.Conversations.Where(c => talks.Contains(c.Id)), c => Assert.Equal(Holder.Ai, c.Holder));

        dialog = panel.Page.Render<HandBackManyDialog>(p => p.Add(d => d.Conversations, seen).Add(d => d.Guard, new DialogGuard()));
        dialog.WaitForElement("#hand-back-reason", Patience).Change("shift_end");
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Equal(Text.HandBackNoneLeft, dialog.Find("[role=alert]").TextContent), Patience);
        Assert.Empty(dialog.FindAll("form"));
    }

    private static async Task<HandBackConversations.Seen> TakeAsync(TestConsole console, Guid talk, Caller by)
    {
        int version;
        await using (var store = console.Read()) version = store.Conversations.Single(c => c.Id == talk).HolderVersion;
        return new(talk, (await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk, version, "risk"), by)).Value.HolderVersion);
    }
}
