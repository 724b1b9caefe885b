using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Forms;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>An agent that has more customers than change hands in one command loses a channel, or gets another salesperson.</summary>
public sealed class EditInPartsTests
{
    private const int Beyond = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("channel")]
    [InlineData("owner")]
    public async Task MoreThanChangeHandsAtOnce_TheDialogSaysSo_TheyFollowInParts_AndComeBack(string what)
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        var owner = console.Lane.Last.Directory.AiAgents.Values.First().OwnerId;
        var other = console.Lane.Last.Directory.SalesUsers.Values.First(u => u.IsActive && u.IsSalesperson && u.Id != owner).Id;
        AgentTraits To(AgentTraits traits) => what == "owner" ? traits with { OwnerId = other } : traits with { Channels = [Channel.Telegram] };
        async Task<AiAgent> AddAsync(string name)
        {
            var added = await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner, "vi", [Channel.Zalo, Channel.Telegram], 10_000), console.Admin());
            return console.Lane.Last.Directory.AiAgents[added.Value.AiAgentId];
        }
        var (from, elsewhere) = (await AddAsync("AI Sales D"), await AddAsync("AI Sales E"));
        await console.Lane.FillAsync(from, EditAiAgent.MostMoved + Beyond);
        long Held(AiAgent agent) => console.Lane.Last.Counters[Counters.ActiveBindings, agent.Id];
        Assert.Equal(EditAiAgent.MostMoved + Beyond, Held(from));
        var (all, others) = (Held(from) + Held(elsewhere), console.Lane.Last.Counters[Counters.Customers, other]);

        // What it answers is heard where it was opened.
        var opened = panel.Page.Services.GetRequiredService<DialogService>().OpenAsync<EditAgentDialog>("");
        var draft = AgentDraft.Of(from);
        var dialog = panel.Page.Render<EditAgentDialog>(p => p.Add(d => d.Draft, draft with { Wanted = To(draft.Wanted) }).Add(d => d.Guard, new DialogGuard()));
        Assert.Contains((EditAiAgent.MostMoved + Beyond).ToString(CultureInfo.CurrentCulture), dialog.WaitForElement(".notice.warn", Patience).TextContent.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForState(() => opened.IsCompleted || dialog.FindAll("[role=alert]").Count > 0, Patience);
        Assert.True(opened.IsCompleted, string.Join(' ', dialog.FindAll("[role=alert]").Select(e => e.TextContent)));
        var edited = Assert.IsType<EditAiAgent.Answer>((object?)await opened);
        Assert.Equal(EditAiAgent.MostMoved + Beyond, edited.Later);
        while ((await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded) { }
        Assert.Equal(what == "owner" ? EditAiAgent.MostMoved + Beyond : 0, Held(from));
        if (what == "owner") Assert.Equal(others + EditAiAgent.MostMoved + Beyond, console.Lane.Last.Counters[Counters.Customers, other]);

        Assert.Equal(EditAiAgent.MostMoved + Beyond, (await console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), edited.EditId), console.Admin())).Value.Later);
        while ((await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded) { }
        Assert.Equal((EditAiAgent.MostMoved + Beyond, all), (Held(from), Held(from) + Held(elsewhere)));
        console.AssertSound();
    }
}
