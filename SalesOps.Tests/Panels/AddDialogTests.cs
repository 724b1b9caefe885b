using Bunit;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Resources;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

public sealed class AddDialogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Person_EmptyThenTaken_ErrorsStandAtTheirFields()
    {
        await using var panel = await PanelContext.OpenAsync();
        var dialog = panel.Page.Render<AddPersonDialog>(p => p.Add(d => d.Guard, new DialogGuard()));

        await dialog.Find("form").SubmitAsync();
        Assert.NotEmpty(dialog.Find("#person-name-note.field-error").TextContent);
        Assert.NotEmpty(dialog.Find("#person-email-note.field-error").TextContent);

        dialog.Find("#person-name").Change("Somebody");
        dialog.Find("#person-email").Change("SALES@example.com");
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForElement("#person-email-note.field-error", Patience);
        Assert.Empty(dialog.FindAll("#person-name-note.field-error"));
        Assert.Equal("Somebody", dialog.Find("#person-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Person_SubmittedTwice_IsMadeOnceAndTheLinkShown()
    {
        await using var panel = await PanelContext.OpenAsync();
        var dialog = panel.Page.Render<AddPersonDialog>(p => p.Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#person-name").Change("Somebody New");
        dialog.Find("#person-email").Change("new@example.com");

        var form = dialog.Find("form");
        // In one go on the renderer's thread: between the two the first could be done, and the form gone.
        await dialog.InvokeAsync(() => Task.WhenAll(form.SubmitAsync(), form.SubmitAsync()));

        Assert.Contains("/invite?token=", dialog.WaitForElement("#invite-link", Patience).GetAttribute("value"), StringComparison.Ordinal);
        Assert.Single(panel.Console.Lane.Last.Directory.SalesUsers.Values, u => u.Email == "new@example.com");
        Assert.Equal(3, panel.Console[Counters.SalesUsers]);
    }

    [Fact]
    public async Task Person_WhoseUndoIsRefused_LosesTheButton_AndTheFocusGoesOnToClosing()
    {
        await using var panel = await PanelContext.OpenAsync();
        var dialog = panel.Page.Render<AddPersonDialog>(p => p.Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#person-name").Change("Somebody New");
        dialog.Find("#person-email").Change("new@example.com");
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForElement("#undo-invite", Patience);
        panel.Console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await panel.Console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), panel.Console.Person("new@example.com"), new byte[32]), panel.Console.Admin())).Succeeded);

        await dialog.Find("#undo-invite").ClickAsync(new());

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("#undo-invite")), Patience);
        Assert.False(dialog.Find("#invite-close").HasAttribute("disabled"));
        Assert.Equal(["#undo-invite", "#invite-close"], Assert.Single(panel.Page.JSInterop.Invocations, i => i.Identifier == "salesOps.passFocus").Arguments);
    }

    [Fact]
    public async Task Person_RefusedByTheStore_KeepsWhatWasTypedAndIsMadeOnceLater()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-dialog-").FullName;
        using var disk = new FaultyDisk(folder);
        await using var panel = await PanelContext.OpenAsync(folder: folder);
        var dialog = panel.Page.Render<AddPersonDialog>(p => p.Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#person-name").Change("Somebody New");
        dialog.Find("#person-email").Change("new@example.com");
        disk.Refuse(DiskFault.Full);

        await dialog.Find("form").SubmitAsync();
        Assert.Equal(Text.Error_unavailable, dialog.WaitForElement(".notice.bad", Patience).TextContent);
        disk.Heal();
        Assert.True(await panel.Console.Lane.RecoveredAsync());
        await dialog.Find("form").SubmitAsync();

        dialog.WaitForElement("#invite-link", Patience);
        Assert.Single(panel.Console.Lane.Last.Directory.SalesUsers.Values, u => u.Email == "new@example.com");
    }

    [Fact]
    public async Task Person_TypedAndClosed_IsAskedFirst()
    {
        await using var panel = await PanelContext.OpenAsync();
        var guard = new DialogGuard();
        var dialog = panel.Page.Render<AddPersonDialog>(p => p.Add(d => d.Guard, guard));
        Assert.True(guard.MayClose());

        dialog.Find("#person-name").Change("Somebody");

        Assert.False(guard.MayClose());
        dialog.WaitForElement("#discard", Patience);
    }

    [Fact]
    public async Task Agent_NothingChosen_ErrorsStandAtTheirFields()
    {
        await using var panel = await PanelContext.OpenAsync();
        var dialog = panel.Page.Render<AddAgentDialog>(p => p.Add(d => d.Guard, new DialogGuard()));
        foreach (var chip in dialog.FindAll(".chip").Select(c => c.TextContent).ToList()) await dialog.FindAll(".chip").First(c => c.TextContent == chip).ClickAsync(new());
        dialog.Find("#agent-capacity").Change("0");

        await dialog.Find("form").SubmitAsync();

        Assert.Equal(["agent-name-note", "agent-owner-note", "agent-channels-note", "agent-capacity-note"], dialog.FindAll(".field-error").Select(e => e.Id));
    }

    [Fact]
    public async Task Person_BySomebodyWhoIsNoAdmin_IsRefusedByThePipeline()
    {
        await using var panel = await PanelContext.OpenAsync(Role.RealSalesUser);
        var dialog = panel.Page.Render<AddPersonDialog>(p => p.Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#person-name").Change("Somebody");
        dialog.Find("#person-email").Change("new@example.com");

        await dialog.Find("form").SubmitAsync();

        dialog.WaitForElement(".notice.bad", Patience);
        Assert.Equal(2, panel.Console[Counters.SalesUsers]);
    }
}
