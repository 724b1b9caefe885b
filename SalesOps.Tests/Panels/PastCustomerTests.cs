using Bunit;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Resources;
using SalesOps.Domain.Model;
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
}
