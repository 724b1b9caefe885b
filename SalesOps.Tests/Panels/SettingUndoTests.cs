using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>What was set a moment ago is set back from the undo bar.</summary>
public sealed class SettingUndoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Dialog_Saved_OffersToSetBack_ByAnotherRow()
    {
        await using var panel = await PanelContext.OpenAsync();
        // What holds is spelled otherwise than it was typed.
        var (was, last) = await SetAsync(panel, "037", "37");
        Assert.Equal(Text.SettingSaved.With(SettingWords.Name(SettingKind.AgentCapacity)), last.What);
        Assert.InRange(last.FinalAt - DateTime.UtcNow, TimeSpan.Zero, UndoWindow.Length);
        var (said, refused) = await last.TakeBack();
        Assert.Equal((Text.SettingUndone.With(SettingWords.Name(SettingKind.AgentCapacity)), null), (said, refused));
        Assert.Equal((was, 2), (Holds(panel), panel.Console.Lane.Last.Directory.Settings.All.Count));
    }

    [Fact]
    public async Task Dialog_SetAnewBySomebodyElse_IsNotSetBack()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (_, last) = await SetAsync(panel, "37");
        Assert.True((await panel.Console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.AgentCapacity, null, "80", "37"))).Succeeded);
        var (said, refused) = await last.TakeBack();
        Assert.Equal((null, "changed", "80"), (said, refused?.Code, Holds(panel)));
    }

    [Fact]
    public async Task Dialog_OfAnAgent_SetsTheAgentsOwnBack()
    {
        await using var panel = await PanelContext.OpenAsync();
        var agent = panel.Console.Lane.Last.Directory.AiAgents.Values.First().Id;
        string Hours(Guid? of) => panel.Console.Lane.Last.Directory.Settings.Of(SettingKind.WorkingHours, of);
        var (was, all) = (Hours(agent), Hours(null));
        var dialog = panel.Page.Render<ChangeSettingDialog>(p => p.Add(d => d.Kind, SettingKind.WorkingHours).Add(d => d.AiAgentId, agent).Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#setting-mode").Change("own");
        dialog.Find("#day-0").Change("8:00-12:00");
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Equal("mon 08:00-12:00", Hours(agent)), Patience);
        var last = panel.Page.Services.GetRequiredService<Undos>().Last!;
        Assert.Equal(Text.SettingSaved.With(SettingWords.Name(SettingKind.WorkingHours, agent, panel.Console.Lane.Last.Directory)), last.What);
        Assert.Null((await last.TakeBack()).Refused);
        Assert.Equal((was, all), (Hours(agent), Hours(null)));
    }

    [Fact]
    public async Task Dialog_OfAnAgent_SavedOverWhatSomebodyElseSetMeanwhile_SetsThatBack()
    {
        await using var panel = await PanelContext.OpenAsync();
        var agent = panel.Console.Lane.Last.Directory.AiAgents.Values.First().Id;
        string Hours() => panel.Console.Lane.Last.Directory.Settings.Of(SettingKind.WorkingHours, agent);
        var dialog = panel.Page.Render<ChangeSettingDialog>(p => p.Add(d => d.Kind, SettingKind.WorkingHours).Add(d => d.AiAgentId, agent).Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#setting-mode").Change("own");
        dialog.Find("#day-0").Change("8:00-12:00");
        Assert.True((await panel.Console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.WorkingHours, agent, "tue 08:00-12:00", Hours()))).Succeeded);
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForElement(".notice.conflict", Patience);
        Assert.Equal("tue 08:00-12:00", Hours());
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Equal("mon 08:00-12:00", Hours()), Patience);
        Assert.Null((await panel.Page.Services.GetRequiredService<Undos>().Last!.TakeBack()).Refused);
        Assert.Equal("tue 08:00-12:00", Hours());
    }

    [Fact]
    public async Task History_TheLastOfEach_IsSetBack_AgentsAndEverybodysApart()
    {
        await using var panel = await PanelContext.OpenAsync();
        var agent = panel.Console.Lane.Last.Directory.AiAgents.Values.First().Id;
        string Of(SettingKind kind, Guid? of = null) => panel.Console.Lane.Last.Directory.Settings.Of(kind, of);
        var (own, all) = (Of(SettingKind.WorkingHours, agent), Of(SettingKind.WorkingHours));
        foreach (var (kind, of, value) in ((SettingKind, Guid?, string)[])[(SettingKind.AgentCapacity, null, "37"), (SettingKind.AgentCapacity, null, "80"), (SettingKind.WorkingHours, null, "tue 08:00-12:00"), (SettingKind.WorkingHours, agent, "mon 08:00-12:00")])
            Assert.True((await panel.Console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, of, value, Of(kind, of)))).Succeeded);
        var history = panel.Page.Render<SettingHistory>();
        var buttons = history.FindAll("#setting-history li").Select(li => li.QuerySelector("button")).ToList();
        Assert.Equal([true, true, true, false], buttons.Select(b => b is not null));
        await buttons[0]!.ClickAsync(new());
        Assert.Equal((own, "tue 08:00-12:00"), (Of(SettingKind.WorkingHours, agent), Of(SettingKind.WorkingHours)));
        await panel.Page.Render<SettingHistory>().FindAll("#setting-history li")[2].QuerySelector("button")!.ClickAsync(new());
        Assert.Equal((own, all), (Of(SettingKind.WorkingHours, agent), Of(SettingKind.WorkingHours)));
        await panel.Page.Render<SettingHistory>().FindAll("#setting-history li")[4].QuerySelector("button")!.ClickAsync(new());
        Assert.Equal("37", Of(SettingKind.AgentCapacity));
    }

    private static async Task<(string Was, Undos.Undo Offered)> SetAsync(PanelContext panel, string typed, string? holds = null)
    {
        var was = Holds(panel);
        var dialog = panel.Page.Render<ChangeSettingDialog>(p => p.Add(d => d.Kind, SettingKind.AgentCapacity).Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#setting-value").Change(typed);
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Equal(holds ?? typed, Holds(panel)), Patience);
        return (was, panel.Page.Services.GetRequiredService<Undos>().Last!);
    }

    private static string Holds(PanelContext panel) => panel.Console.Lane.Last.Directory.Settings.Of(SettingKind.AgentCapacity);
}
