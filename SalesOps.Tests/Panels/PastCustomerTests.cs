using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Resources;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>The customer of any moment, asked for by time or by the number of an audit entry.</summary>
public sealed class PastCustomerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Look_ByNumberAndByTime_ShowsTheCustomerOfThen()
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        var before = console.Lane.Last.Counters.Sequence;
        var id = (await console.WriteAsync("lan-of-then")).CustomerId;
        var (then, at) = (console.Lane.Last.Counters.Sequence, console.Clock.GetUtcNow());
        console.Clock.Advance(TimeSpan.FromHours(2));
        Assert.True((await console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), id, new("lan-of-then", ""), "Lan Anh", ""), console.Admin())).Succeeded);
        var now = console.Lane.Last.Counters.Sequence;
        var past = panel.Page.Render<PastCustomer>(p => p.Add(c => c.CustomerId, id));
        async Task LookAsync(string time, string sequence)
        {
            past.Find("#past-time").Change(time);
            past.Find("#past-sequence").Change(sequence);
            await past.Find("form").SubmitAsync();
        }
        void Expect(string text) => past.WaitForAssertion(() => Assert.Contains(text, past.Find("[role=status]").TextContent, StringComparison.Ordinal), Patience);

        await past.Find("form").SubmitAsync();
        Assert.Equal(Text.AsItWasWhich, past.Find("#past-note").TextContent);
        await LookAsync("", $"#{then}");
        Expect("lan-of-then");
        Assert.Empty(past.FindAll("#past-note"));
        await LookAsync("", $"{now}");
        Expect("Lan Anh");
        await LookAsync(at.ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture), "");
        Expect("lan-of-then");
        await LookAsync("", $"{before}");
        Expect(Text.AsItWasNobody);
    }

    [Fact]
    public async Task Look_AtWhoWentIntoAnother_ByTheLinkThere_ShowsWhoThatWas()
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        var stays = (await console.WriteAsync("lan-who-stays")).CustomerId;
        var goes = (await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "who-goes", "g-1", "Alo", "who-goes"), Caller.Runtime)).Value.CustomerId;
        console.Clock.Advance(TimeSpan.FromHours(1));
        await using (var store = console.Read())
        {
            Guid? AgentOf(Guid id) => store.Customers.Single(c => c.Id == id).AiAgentId;
            Assert.True((await console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays, goes, AgentOf(stays), AgentOf(goes)))).Succeeded);
        }
        var navigation = panel.Page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/?customer={stays}&timeline=handovers");
        var drawer = panel.Page.Render<CustomerDetails>(p => p.Add(c => c.CustomerId, stays));
        await drawer.WaitForAssertionAsync(() => Assert.NotEmpty(drawer.FindAll($"[data-past-of='{goes}']")), Patience);

        await drawer.InvokeAsync(() => navigation.NavigateTo(drawer.Find($"[data-past-of='{goes}']").GetAttribute("href")!));
        Assert.Equal(goes, navigation.AskedCustomer());
        Assert.Null(navigation.Asked(PageQuery.Timeline));
        var other = panel.Page.Render<CustomerDetails>(p => p.Add(c => c.CustomerId, goes));
        await other.WaitForAssertionAsync(() => Assert.Contains("zalo:who-goes", other.Find("#past-customer [role=status]").TextContent, StringComparison.Ordinal), Patience);
        // The drawer itself is that of whom they went into.
        Assert.Contains("lan-who-stays", other.Find(".drawer-who").TextContent, StringComparison.Ordinal);
        Assert.Contains("who-goes", other.Find("#past-title").TextContent, StringComparison.Ordinal);

        // Its own button closes that, and then asks for who is shown.
        await other.Find("#past-open").ClickAsync(new());
        await other.WaitForAssertionAsync(() => Assert.Empty(other.FindAll("#past-customer")), Patience);
        Assert.Equal(goes, navigation.AskedCustomer());
        await other.Find("#past-open").ClickAsync(new());
        Assert.Equal(((Guid?)stays, PageQuery.AnyMoment), (navigation.AskedCustomer(), navigation.Asked(PageQuery.Past)));
    }
}
