using Bunit;
using SalesOps.Console.Panels;
using SalesOps.Console.Resources;

namespace SalesOps.Tests.Panels;

public sealed class CustomerLinkTests
{
    [Fact]
    public async Task Of_WhoIsAnothersByNow_SaysSoAndLeadsNowhere()
    {
        await using var page = new BunitContext();

        Assert.Single(page.Render(CustomerLink.Of(Guid.NewGuid(), "Lan")).FindAll("a[data-customer]"));
        var withheld = page.Render(CustomerLink.Of(Guid.NewGuid(), null));
        Assert.Empty(withheld.FindAll("a"));
        Assert.Equal((Text.CustomerWithheld, Text.EntryPersonal_withheld), (withheld.Find("span").TextContent, withheld.Find("span").GetAttribute("title")));
    }
}
