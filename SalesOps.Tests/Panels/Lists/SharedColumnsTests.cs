using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Audit;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels.Lists;

/// <summary>
/// A cell that is drawn once for all says the same to everybody, at any time: whoever sees it first must not decide what the others see,
/// and a row that nothing touched must not be sent again because a minute has passed.
/// </summary>
public sealed class SharedColumnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Customers_AnyRoleAndHour_SameCells() => await CheckAsync<CustomersSection, ListCustomers.Row>();

    [Fact]
    public async Task Assignments_AnyRoleAndHour_SameCells() => await CheckAsync<AssignmentsSection, ListAssignments.Row>();

    [Fact]
    public async Task Tasks_AnyRoleAndHour_SameCells() => await CheckAsync<TasksSection, ListTasks.Row>();

    [Fact]
    public async Task Handovers_AnyRoleAndHour_SameCells() => await CheckAsync<HandoversSection, ListHandovers.Row>();

    [Fact]
    public async Task Agents_AnyRoleAndHour_SameCells() => await CheckAsync<AgentsSection, ListAiAgents.Row>();

    [Fact]
    public async Task People_AnyRoleAndHour_SameCells() => await CheckAsync<PeopleSection, ListSalesUsers.Row>();

    [Fact]
    public async Task Audit_AnyRoleAndHour_SameCells() => await CheckAsync<AuditSection, ListAudit.Row>();

    private static async Task CheckAsync<TSection, TRow>() where TSection : IComponent where TRow : class
    {
        await using var panel = await PanelContext.OpenAsync();
        var clock = new TestClock();
        panel.Page.Services.AddSingleton(new ConsoleTime(() => TimeZoneInfo.Utc, clock));
        var admin = Open();
        var rows = admin.WaitForComponent<LiveGridRows<TRow>>(Patience).Instance.Rows;
        var shared = Columns(admin).Where(c => c.IsShared).ToList();
        Assert.NotEmpty(rows);
        Assert.NotEmpty(shared);
        var drawn = shared.SelectMany(column => rows.Select(row => (column.Key, Row: row, Text: FragmentText.Of(column.Cell(row))))).ToDictionary(cell => (cell.Key, cell.Row), cell => cell.Text);
        foreach (var role in new[] { Role.Supervisor, Role.Ops, Role.RealSalesUser })
        {
            panel.Page.Services.GetRequiredService<CallerContext>().Set(panel.Console.As(role));
            var others = Columns(Open());
            clock.Advance(TimeSpan.FromHours(1));
            foreach (var column in shared)
            {
                var same = others.Single(c => c.Key == column.Key);
                // Whoever is shown something else has it drawn under another name.
                if (same.SharedAs != column.SharedAs) continue;
                Assert.All(rows, row => Assert.Equal(drawn[(column.Key, row)], FragmentText.Of(same.Cell(row))));
            }
        }

        IRenderedComponent<IComponent> Open() => panel.Page.Render(builder =>
        {
            builder.OpenComponent<TSection>(0);
            builder.CloseComponent();
        });

        static IReadOnlyList<GridColumn<TRow>> Columns(IRenderedComponent<IComponent> page) => page.FindComponent<LiveGrid<TRow>>().Instance.Columns;
    }
}
