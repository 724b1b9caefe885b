using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Agents;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>An agent loses a channel from which more customers write than change hands in one command.</summary>
public sealed class EditInPartsTests
{
    private const int Beyond = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Channel_OfMoreThanChangeHandsAtOnce_IsTakenAway_AndWhoWentBeforeCanBeBroughtBack()
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        var owner = console.Lane.Last.Directory.AiAgents.Values.First().OwnerId;
        async Task<AiAgent> AddAsync(string name)
        {
            var added = await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner, "vi", [Channel.Zalo, Channel.Telegram], 10_000), console.Admin());
            return console.Lane.Last.Directory.AiAgents[added.Value.AiAgentId];
        }
        var (from, to) = (await AddAsync("AI Sales D"), await AddAsync("AI Sales E"));
        await console.Lane.AddCustomersAsync(EditAiAgent.MostMoved + Beyond);
        await console.Lane.RunAsync(change =>
        {
            foreach (var customer in change.Store.Customers.Where(c => c.AiAgentId == null).ToList())
            {
                var assignment = new Assignment(change.NewId(), customer.Id, from.Id, from.OwnerId, "test", change.Now);
                customer.Bind(from.Id, from.OwnerId);
                change.Add(assignment);
                change.Record("customer.assigned", customer, assignment);
            }
        });
        long Held(AiAgent agent) => console.Lane.Last.Counters[Counters.ActiveBindings, agent.Id];
        Assert.Equal(EditAiAgent.MostMoved + Beyond, Held(from));
        var all = Held(from) + Held(to);

        // What it answers is heard where it was opened.
        var opened = panel.Page.Services.GetRequiredService<DialogService>().OpenAsync<EditAgentDialog>("");
        var draft = AgentDraft.Of(from);
        var dialog = panel.Page.Render<EditAgentDialog>(p => p.Add(d => d.Draft, draft with { Wanted = draft.Wanted with { Channels = [Channel.Telegram] } }).Add(d => d.Guard, new DialogGuard()));
        dialog.WaitForElement(".notice.warn", Patience);
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForState(() => opened.IsCompleted || dialog.FindAll("[role=alert]").Count > 0, Patience);
        Assert.True(opened.IsCompleted, string.Join(' ', dialog.FindAll("[role=alert]").Select(e => e.TextContent)));
        var edited = Assert.IsType<EditAgentDialog.Edited>((object?)await opened);
        Assert.Equal((Beyond, EditAiAgent.MostMoved), (edited.Before.Count, edited.Answer.Moved));
        Assert.Equal([Channel.Telegram], console.Lane.Last.Directory.AiAgents[from.Id].Channels);
        Assert.Equal(0, Held(from));

        Assert.Equal(EditAiAgent.MostMoved, (await console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), edited.Answer.EditId), console.Admin())).Value.Returned);
        foreach (var some in edited.Before.Chunk(100)) Assert.Equal(some.Length, (await console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), some), console.Admin())).Value.Done);
        Assert.Equal((EditAiAgent.MostMoved + Beyond, all), (Held(from), Held(from) + Held(to)));
        console.AssertSound();
    }
}
