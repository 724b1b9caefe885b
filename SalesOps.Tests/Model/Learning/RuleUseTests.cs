using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Learning;

public sealed class RuleUseTests
{
    private static readonly PlaybookRule Sure = new(["a", "b"], "out", "leave", 0.57, null, [], "left", false);
    private static readonly PlaybookRule Unsure = Sure with { MinConfidence = 0.2, BelowConfidence = 0.57, NeedsPerson = true };

    [Theory]
    [InlineData("a", 57, 0)]
    [InlineData("b", 99, 0)]
    [InlineData("a", 56, 1)]
    [InlineData("a", 20, 1)]
    [InlineData("a", 19, 0)]
    [InlineData("c", 90, -1)]
    public void Of_AMove_CountsForTheLineThatLetsItThrough(string from, int hundredths, int line)
    {
        var use = RuleUse.Of([Sure, Unsure], [new(from, "out", "leave", "left", hundredths, new Tally(3, 2, 1))]);
        Tally[] all = [.. use.ByRule, use.Others];
        Assert.Equal(new Tally(3, 2, 1), all[line < 0 ? 2 : line]);
        Assert.Equal(new Tally(3, 2, 1), all.Aggregate((a, b) => a + b));
    }

    [Theory]
    [InlineData("elsewhere", "leave", "left")]
    [InlineData("out", "stay", "left")]
    [InlineData("out", "leave", "other")]
    public void Of_AMoveThatNoLineMakes_StandsApart(string to, string trigger, string stage) =>
        Assert.Equal(new Tally(1, 0, 0), RuleUse.Of([Sure], [new("a", to, trigger, stage, 90, new Tally(1, 0, 0))]).Others);
}
