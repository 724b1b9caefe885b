using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>A customer's timeline has no end but its beginning.</summary>
public sealed class TimelineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kind_OfTheAddress_IsShown_UnlessItIsAnotherCustomers()
    {
        await using var panel = await PanelContext.OpenAsync();
        var id = (await panel.Console.WriteAsync("lan")).CustomerId;
        var navigation = panel.Page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/?customer={id}");
        var page = panel.Page.Render<Timeline>(p => p.Add(t => t.CustomerId, id));
        string Pressed() => page.Find(".chip[aria-pressed=true]").TextContent;

        await page.FindAll(".chip").Single(c => c.TextContent == Text.Timeline_messages).ClickAsync(new());
        Assert.Contains("timeline=message", navigation.Uri, StringComparison.Ordinal);
        await page.InvokeAsync(() => navigation.NavigateTo($"/?customer={Guid.NewGuid()}"));
        Assert.Equal(Text.Timeline_messages, Pressed());
        await page.InvokeAsync(() => navigation.NavigateTo($"/?customer={id}"));
        page.WaitForAssertion(() => Assert.Equal(Text.Timeline_all, Pressed()), Patience);
    }

    [Fact]
    public async Task Kind_PressedAgainBeforeTheBrowserAnswered_TheLastPressStands()
    {
        await using var panel = await PanelContext.OpenAsync();
        var id = (await panel.Console.WriteAsync("lan")).CustomerId;
        var browser = new SlowBrowser($"http://localhost/?customer={id}");
        panel.Page.Services.AddSingleton<NavigationManager>(browser);
        var page = panel.Page.Render<Timeline>(p => p.Add(t => t.CustomerId, id));
        Task PressAsync(string kind) => page.FindAll(".chip").Single(c => c.TextContent == kind).ClickAsync(new());

        await PressAsync(Text.Timeline_messages);
        await PressAsync(Text.Timeline_all);
        await page.InvokeAsync(browser.Answer);

        Assert.Equal((Text.Timeline_all, $"http://localhost/?customer={id}"), (page.Find(".chip[aria-pressed=true]").TextContent, browser.Uri));
    }

    /// <summary>Says where it went only once it is asked.</summary>
    private sealed class SlowBrowser : NavigationManager
    {
        private readonly Queue<string> _sent = new();

        public SlowBrowser(string at) => Initialize("http://localhost/", at);

        public void Answer()
        {
            while (_sent.TryDequeue(out var address))
            {
                Uri = address;
                NotifyLocationChanged(isInterceptedLink: false);
            }
        }

        protected override void NavigateToCore(string uri, NavigationOptions options) => _sent.Enqueue(ToAbsoluteUri(uri).ToString());
    }

    [Fact]
    public async Task Earlier_PressedOverAndOver_ShowsEveryEventOnce_AndSaysWhereItBegins()
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        var id = (await console.WriteAsync("lan-of-many")).CustomerId;
        for (var i = 0; i < 160; i++)
        {
            // Several in one moment, as what one command does.
            if (i % 3 == 0) console.Clock.Advance(TimeSpan.FromSeconds(5));
            await console.WriteAsync("lan-of-many", text: $"Lời thứ {i}");
        }
        var all = new List<GetTimeline.Event>();
        foreach (var kind in Enum.GetValues<GetTimeline.EventKind>()) all.AddRange(await AllAsync(kind));
        var (words, entries) = (160 + 1, console.Read().AuditEntries.Count(a => a.CustomerId == id));
        Assert.Equal((words, entries), (all.Count(e => e.Kind == GetTimeline.EventKind.Message), all.Count(e => e.Kind == GetTimeline.EventKind.Audit)));
        Assert.InRange(all.Count, 2 * GetTimeline.Most + 51, int.MaxValue);
        Assert.Equal(all.Select(Says).Order(), (await AllAsync(null)).Select(Says).Order());

        var page = panel.Page.Render<Timeline>(p => p.Add(t => t.CustomerId, id));
        var presses = 0;
        for (var shown = 50; shown < all.Count; shown = Math.Min(all.Count, shown + GetTimeline.Most), presses++)
        {
            page.WaitForAssertion(() => Assert.Equal(shown, page.FindAll(".stream > li").Count), Patience);
            Assert.Empty(page.FindAll(".timeline-begin"));
            await page.Find(".timeline > .sbtn").ClickAsync(new());
        }
        page.WaitForAssertion(() => Assert.Equal((all.Count, Text.TimelineBegins), (page.FindAll(".stream > li").Count, page.Find(".timeline-begin").TextContent)), Patience);
        Assert.Empty(page.FindAll(".timeline > .sbtn"));
        // The keyboard goes on where the new events begin.
        page.WaitForAssertion(() => Assert.Equal(presses, panel.Page.JSInterop.Invocations.Count(i => i.Identifier == "salesOps.focus")), Patience);

        async Task<List<GetTimeline.Event>> AllAsync(GetTimeline.EventKind? kind)
        {
            var events = new List<GetTimeline.Event>();
            for (GetTimeline.Place? place = null; ; place = GetTimeline.Place.Behind(events))
            {
                var answer = (await console.SendAsync(new GetTimeline.Query(id, kind, GetTimeline.Most, place))).Value;
                events.AddRange(answer.Events);
                if (!answer.IsMore) return events;
            }
        }

        static string Says(GetTimeline.Event e) => $"{e.Kind} {e.At:O} {e.Title} {e.Text} {e.Status}";
    }
}
