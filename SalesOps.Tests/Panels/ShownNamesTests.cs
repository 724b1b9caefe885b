using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Reports;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>What an address or a link names is said by name, and leads to what it counts.</summary>
public sealed class ShownNamesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Agents_OneInTheAddress_IsNamedByItsChip()
    {
        await using var panel = await PanelContext.OpenAsync(Role.Ops);
        panel.Page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/?agents.agent={panel.Console.Agent("AI Sales B").Id}");
        var list = panel.Page.Render<AgentsSection>();
        list.WaitForAssertion(() => Assert.Contains("AI Sales B", list.Find(".grid-chips .chip.on").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Report_OfSomebodyWhoIsGone_IsOfAll()
    {
        await using var panel = await PanelContext.OpenAsync(Role.Ops);
        panel.Page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/?reports.of={Guid.NewGuid()}");
        var report = panel.Page.Render<ReportsSection>();
        report.WaitForElement(".report-facts", Patience);
        Assert.Empty(report.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData(Role.Ops, true)]
    [InlineData(Role.RealSalesUser, false)]
    public async Task HandBack_Promises_OpenTheListOfWhoSeesThemAll(Role role, bool isLinked)
    {
        await using var panel = await PanelContext.OpenAsync(role);
        await using var store = panel.Console.Read();
        var sales = panel.Console.As(Role.RealSalesUser).SalesUserId;
        var customer = store.Customers.First(c => c.SalesUserId == sales && c.OpenTasks > 0).Id;
        var dialog = panel.Page.Render<HandBackDialog>(p => p.Add(d => d.CustomerId, customer).Add(d => d.ConversationId, null).Add(d => d.Guard, new DialogGuard()));
        Assert.Equal(isLinked, dialog.WaitForElement("#hand-back-tasks", Patience).QuerySelector("a") is not null);
    }
}
