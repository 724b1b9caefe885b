using Bunit;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Reviews;
using SalesOps.Domain.Model;
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

        await shown.WaitForElementAsync(".case", TimeSpan.FromSeconds(10));
        Assert.Equal(["đáng tin", "không phải lừa đảo"], shown.FindAll("mark").Select(m => m.TextContent));
        Assert.Equal("auto", shown.Find(".msg bdi").GetAttribute("dir"));
        Assert.Equal(["new_lead", "trust_building"], shown.FindAll(".flow .state").Select(s => s.TextContent));
        Assert.Single(shown.FindAll(".acts button"));
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
