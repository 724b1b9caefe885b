using Bunit;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>What somebody changes the name of is called so in every open list at once.</summary>
public sealed class NamesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Agent_Renamed_IsCalledSoInAnotherOpenList_AndInItsFilter()
    {
        await using var panel = await PanelContext.OpenAsync();
        var list = await OpenAsync<AssignmentsSection>(panel, "AI Sales A");
        await panel.Console.EditAsync("AI Sales A", traits => traits with { Name = "AI Renamed" });
        list.WaitForAssertion(() => Assert.Contains("AI Renamed", list.Markup, StringComparison.Ordinal), Patience);

        var filter = list.FindComponent<LiveGrid<ListAssignments.Row>>().Instance.Filters.Single(f => f.Name == "agent");
        Assert.Contains(filter.Options, o => o.Label == "AI Renamed");
        var added = await panel.Console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI Added", panel.Console.Agent("AI Renamed").OwnerId, "vi", [Channel.Zalo], 5), panel.Console.Admin());
        list.WaitForAssertion(() => Assert.Contains(filter.Options, o => o.Value == added.Value.AiAgentId.ToString()), Patience);
    }

    [Fact]
    public async Task Customer_Renamed_IsCalledSoInTheOpenTasks()
    {
        await using var panel = await PanelContext.OpenAsync();
        await using var store = panel.Console.Read();
        var id = store.WorkTasks.First(t => t.Status == WorkTaskStatus.Open).CustomerId;
        var customer = store.Customers.Single(c => c.Id == id);
        var list = await OpenAsync<TasksSection>(panel, customer.Name);
        Assert.True((await panel.Console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), id, new(customer.Name, customer.Note ?? ""), "Thu Renamed", customer.Note), panel.Console.Admin())).Succeeded);
        list.WaitForAssertion(() => Assert.Contains("Thu Renamed", list.Markup, StringComparison.Ordinal), Patience);
    }

    private static async Task<IRenderedComponent<T>> OpenAsync<T>(PanelContext panel, string says) where T : IComponent
    {
        var list = panel.Page.Render<T>();
        list.WaitForAssertion(() => Assert.Contains(says, list.Markup, StringComparison.Ordinal), Patience);
        await panel.FollowAsync((IRenderedComponent<IComponent>)list);
        return list;
    }
}
