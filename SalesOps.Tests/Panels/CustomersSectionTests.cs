using System.Globalization;
using Bunit;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Lists;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Tests.Panels;

public sealed class CustomersSectionTests
{
    [Theory]
    [InlineData(Role.Ops, true)]
    [InlineData(Role.RealSalesUser, false)]
    public async Task Filters_OfUnboundCustomers_AreOfferedToWhoCanSeeThem(Role role, bool offered)
    {
        await using var panel = await PanelContext.OpenAsync(role);
        var filters = panel.Page.Render<CustomersSection>().FindComponent<LiveGrid<ListCustomers.Row>>().Instance.Filters;

        Assert.Equal((offered, offered), (filters.Any(f => f.Name == "bound"), filters.Any(f => f.Name == "waiting")));
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

            timeline.WaitForAssertion(() => Assert.Contains(said, timeline.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
