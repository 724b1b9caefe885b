using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.People;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>A person is to be disabled who has more customers than change hands in one command.</summary>
public sealed class DisableDialogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ManyCustomers_AgentsAreGivenAwayFirst_AndTheDialogFollowsUntilAllHaveArrived()
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        await console.Lane.FillAsync(console.Agent("AI Sales A"), EditAiAgent.MostMoved);
        var sales = console.As(Role.RealSalesUser).SalesUserId!.Value;

        var opened = panel.Page.Services.GetRequiredService<DialogService>().OpenAsync<DisableDialog>("");
        var dialog = Open(panel, sales);
        await dialog.WaitForElement("form", Patience).SubmitAsync();
        dialog.WaitForState(() => opened.IsCompleted || dialog.FindAll("[role=alert]").Count > 0, Patience);
        Assert.Equal(2, Assert.IsType<GiveAgentsAway.Answer>((object?)await opened).Edits.Count);

        dialog = Open(panel, sales);
        var before = dialog.WaitForElement("#following", Patience).TextContent;
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        await panel.FollowAsync((IRenderedComponent<IComponent>)dialog);
        await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()));
        dialog.WaitForAssertion(() => Assert.NotEqual(before, dialog.Find("#following").TextContent), Patience);
        while ((await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded) { }
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("#following")), Patience);
        Assert.False(dialog.Find("button[type=submit]").HasAttribute("disabled"));
    }

    private static IRenderedComponent<DisableDialog> Open(PanelContext panel, Guid person) =>
        panel.Page.Render<DisableDialog>(p => p.Add(d => d.Id, person).Add(d => d.Guard, new DialogGuard()));
}
