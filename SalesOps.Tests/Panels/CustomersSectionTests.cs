using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

public sealed class CustomersSectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Role.Ops, true)]
    [InlineData(Role.RealSalesUser, false)]
    public async Task Filters_OfUnboundCustomers_AreOfferedToWhoCanSeeThem(Role role, bool offered)
    {
        await using var panel = await PanelContext.OpenAsync(role);
        var filters = panel.Page.Render<CustomersSection>().FindComponent<LiveGrid<ListCustomers.Row>>().Instance.Filters;

        Assert.Equal((offered, offered), (filters.Any(f => f.Name == "bound"), filters.Any(f => f.Name == "waiting")));
    }

    [Fact]
    public async Task Wait_ForAnAgent_IsSortedByOnlyAmongWhoWaits_TheLongestFirst()
    {
        await using var panel = await PanelContext.OpenAsync(Role.Ops);
        var (console, waits) = (panel.Console, new List<Guid>());
        for (var i = 0; i < 3; i++)
        {
            console.Clock.Advance(TimeSpan.FromMinutes(5));
            await console.Lane.AddCustomersAsync(1, $"Waits {i}");
            await using var store = console.Read();
            waits.Add(store.Customers.OrderBy(c => c.Id).Last(c => c.AiAgentId == null).Id);
        }
        var list = panel.Page.Render<CustomersSection>();
        int Sorts() => list.FindAll("th button.sort").Count;
        list.WaitForAssertion(() => Assert.NotEmpty(list.FindAll("tr[data-id]")), Patience);
        var before = Sorts();
        panel.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("/?customers.bound=no");
        list.WaitForAssertion(() => Assert.Equal((3, before + 1), (list.FindAll("tr[data-id]").Count, Sorts())), Patience);

        await list.FindAll("th button.sort").Single(b => b.TextContent.StartsWith(Console.Resources.Text.Column_agent, StringComparison.Ordinal)).ClickAsync(new());

        list.WaitForAssertion(() => Assert.Equal(waits.Select(w => w.ToString()), list.FindAll("tr[data-id]").Select(r => r.GetAttribute("data-id"))), Patience);
        Assert.Contains("customers.sort=waitingSince", panel.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        // The sort goes with its filter; asked for alone it says which filter it has.
        AngleSharp.Dom.IElement Chip(string label) => list.FindAll("button.chip").Single(c => c.TextContent == label);
        await Chip(Console.Resources.Text.Rows_all).ClickAsync(new());
        list.WaitForAssertion(() => Assert.Equal((9, before), (list.FindAll("tr[data-id]").Count, Sorts())), Patience);
        Assert.DoesNotContain("customers.sort", panel.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        panel.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("/?customers.sort=waitingSince");
        list.WaitForAssertion(() => Assert.Equal((3, "true"), (list.FindAll("tr[data-id]").Count, Chip(Console.Resources.Text.Bound_no).GetAttribute("aria-pressed"))), Patience);
        var asked = await console.SendAsync(new ListCustomers.Query(new GridRequest(Sort: "waitingSince", Descending: true)), console.As(Role.Ops));
        Assert.Equal(waits.AsEnumerable().Reverse(), asked.Value.Rows.Select(r => r.Id));
    }

    [Theory]
    [InlineData(Role.Ops), InlineData(Role.RealSalesUser)]
    public async Task SeveralChosen_AreMarkedAnsweredTogether_AndTakenBack(Role role)
    {
        await using var panel = await PanelContext.OpenAsync(role);
        panel.Page.Services.AddSingleton(new Undos(panel.Console.Clock));
        var list = panel.Page.Render<CustomersSection>();
        list.WaitForAssertion(() => Assert.NotEmpty(list.FindAll("tr[data-id]")), Patience);
        var waits = Waiting();
        Assert.InRange(waits, 2, 20);
        var grid = list.FindComponent<LiveGrid<ListCustomers.Row>>().Instance;
        await list.InvokeAsync(grid.Selection.TogglePage);
        // Each role can do something with whatever is chosen.
        Assert.NotNull(list.Find("#add-task"));
        await list.Find("#pool-answered").ClickAsync(new());
        list.WaitForAssertion(() => Assert.Equal((0, 0), (Waiting(), grid.Selection.Count)), Patience);
        var (said, refused) = await panel.Page.Services.GetRequiredService<Undos>().Last!.TakeBack();
        Assert.Equal((Console.Resources.Text.AnsweredManyUndone.With(waits), null), (said, refused));
        Assert.Equal(waits, Waiting());

        int Waiting()
        {
            using var store = panel.Console.Read();
            var all = store.Customers.Where(c => c.UnansweredSince != null);
            return role == Role.Ops ? all.Count() : all.Count(c => c.SalesUserId == panel.Console.As(role).SalesUserId);
        }
    }

    [Fact]
    public async Task SeveralChosen_GetATaskEach_AndAllAreTakenBack()
    {
        await using var panel = await PanelContext.OpenAsync(Role.Ops);
        List<Guid> customers;
        await using (var store = panel.Console.Read()) customers = [.. store.Customers.Where(c => c.AiAgentId != null).OrderBy(c => c.Id).Select(c => c.Id).Take(3)];
        // The ten seconds of the undo do not pass by themselves.
        var (dialogs, undos) = (panel.Page.Services.GetRequiredService<DialogService>(), new Undos(panel.Console.Clock));
        var added = dialogs.AddTasksAsync(customers, undos, panel.Page.Services.GetRequiredService<NotificationService>(), panel.Page.Services.GetRequiredService<MediatR.IMediator>());
        var dialog = panel.Page.Render<AddTasksDialog>(p => p.Add(d => d.Customers, customers).Add(d => d.Guard, new DialogGuard()));
        dialog.Find("#tasks-note").Change("Hỏi thăm");
        await dialog.Find(".chips .chip").ClickAsync(new());
        await dialog.Find("form").SubmitAsync();
        Assert.Empty((await added)!);
        Assert.Equal(3, Tasks());
        Assert.Equal(Console.Resources.Text.TasksAddingUndone.With(3), (await undos.Last!.TakeBack()).Said);
        Assert.Equal(0, Tasks());

        int Tasks()
        {
            using var store = panel.Console.Read();
            return store.WorkTasks.Count(t => t.Note == "Hỏi thăm");
        }
    }

    [Theory]
    [InlineData("en", "discovery_capital / 0.574")]
    [InlineData("vi", "discovery_capital / 0,574")]
    public async Task Confidence_InTheTimeline_IsWrittenAsThePagesLanguageDoes(string culture, string said)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            await using var panel = await PanelContext.OpenAsync();
            Guid who;
            await using (var store = panel.Console.Read()) who = store.Understandings.Single(u => u.Stage == "discovery_capital").CustomerId;
            var timeline = panel.Page.Render<Timeline>(p => p.Add(t => t.CustomerId, who));

            timeline.WaitForAssertion(() => Assert.Contains(said, timeline.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
