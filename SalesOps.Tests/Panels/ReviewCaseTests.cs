using Bunit;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Reviews;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

public sealed class ReviewCaseTests
{
    [Fact]
    public async Task Case_OfTheSelectedRow_UnderlinesTheEvidence_AndSaysWhereAnApprovalLeads()
    {
        await using var desk = await TestDesk.OpenAsync(Role.Ops);
        var list = new ReviewList();
        desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, list));
        var shown = desk.Tab.Render<ReviewCase>(p => p.Add(c => c.List, list));
        desk.GoLive();

        await shown.WaitForElementAsync(".case", TimeSpan.FromSeconds(60));
        Assert.Equal(["đáng tin", "không phải lừa đảo"], shown.FindAll("mark").Select(m => m.TextContent));
        Assert.Equal("auto", shown.Find(".msg bdi").GetAttribute("dir"));
        Assert.Equal(["new_lead", "trust_building"], shown.FindAll(".flow .state").Select(s => s.TextContent));
        Assert.Single(shown.FindAll(".acts button"));
    }

    [Fact]
    public async Task Case_IsNotedBeforeItIsShown_OnceAPersonAndHour_AndNoOtherThanIsShown()
    {
        await using var desk = await TestDesk.OpenAsync(Role.Supervisor);
        foreach (var who in (string[])["an", "binh", "chi"]) await desk.ReceiveAsync(who);
        var list = new ReviewList();
        desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, list));
        var shown = desk.Tab.Render<ReviewCase>(p => p.Add(c => c.List, list));
        desk.GoLive();
        await ShownAsync(list.Shown[0]);
        Assert.Equal([list.Shown[0].CustomerId], Looked(desk));

        await shown.InvokeAsync(() => list.Move(1));
        await ShownAsync(list.Shown[1]);
        await shown.InvokeAsync(() => list.Move(-1));
        await ShownAsync(list.Shown[0]);
        await desk.ReceiveAsync(list.Shown[0].Customer);
        Assert.Equal(new[] { list.Shown[0].CustomerId, list.Shown[1].CustomerId }.Order(), Looked(desk));
        var sequence = desk.Console.Lane.Last.Counters.Sequence;
        await shown.InvokeAsync(() => list.Move(1));
        await ShownAsync(list.Shown[1]);
        Assert.Equal(sequence, desk.Console.Lane.Last.Counters.Sequence);

        async Task ShownAsync(ListReviews.Row row) => await shown.WaitForAssertionAsync(() =>
        {
            Assert.Contains(row.Customer, shown.Find(".case").TextContent, StringComparison.Ordinal);
            Assert.Contains(row.CustomerId, Looked(desk));
        }, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Bulk_NotesEachCustomerWhoseMessageItShows()
    {
        await using var desk = await TestDesk.OpenAsync(Role.Supervisor);
        desk.Tab.Services.AddRadzenComponents();
        foreach (var who in (string[])["an", "binh"]) await desk.ReceiveAsync(who);
        var rows = (await desk.Console.SendAsync(new ListReviews.Query(new GridRequest(Take: 10)), desk.Console.As(Role.Supervisor))).Value.Rows;

        var bulk = desk.Tab.Render<BulkDialog>(p => p.Add(b => b.Rows, rows).Add(b => b.OnDecided, _ => { }));

        await bulk.WaitForElementAsync("li[data-id]", TimeSpan.FromSeconds(60));
        Assert.Equal(3, rows.Count);
        Assert.Equal(rows.Select(r => r.CustomerId).Distinct().Order(), Looked(desk));
    }

    private static IReadOnlyList<Guid> Looked(TestDesk desk)
    {
        using var store = desk.Console.Read();
        var me = desk.Console.As(Role.Supervisor).SalesUserId;
        return [.. store.Viewings.Where(v => v.ById == me).Select(v => v.CustomerId).AsEnumerable().Order()];
    }

    [Theory]
    [InlineData("abc", 1, 1, "a[b]c")]
    [InlineData("abc", -5, 6, "[a]bc")]
    [InlineData("abc", 2, int.MaxValue, "ab[c]")]
    [InlineData("abc", 9, 2, "abc")]
    [InlineData("abc", 1, -1, "abc")]
    [InlineData("a😀b", 2, 1, "a😀b")]
    [InlineData("a😀b", 1, 1, "a[😀]b")]
    [InlineData("", 0, 1, "")]
    public void Cut_MendsSpansThatDoNotFit(string text, int start, int length, string marked) =>
        Assert.Equal(marked, string.Concat(Spans.Cut(text, [new EvidenceSpan(start, length)]).Select(p => p.IsEvidence ? $"[{p.Text}]" : p.Text)));

    [Fact]
    public void Cut_OverlappingSpans_LosesNoLetterAndDoublesNone() =>
        Assert.Equal("abcdef", string.Concat(Spans.Cut("abcdef", [new(3, 2), new(1, 3), new(0, 9)]).Select(p => p.Text)));
}
