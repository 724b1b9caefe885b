using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model.Learning;

namespace SalesOps.Tests.Model.Learning;

public sealed class ReviewerFiguresTests
{
    private static readonly DateOnly Day = new(2026, 6, 3);
    private static readonly Guid[] People = [.. Enumerable.Range(1, 3).Select(i => new Guid(i, 0, 0, new byte[8]))];

    private static readonly Gen<ReviewerDecision> Any =
        from who in Gen.Choose(0, 2)
        from thing in Gen.Elements("a", "b", "c", null)
        from right in Gen.Elements<bool?>(true, false, null)
        from looked in Gen.Elements<int?>(null, 500, 4000)
        from day in Gen.Choose(0, 2)
        select new ReviewerDecision(People[who], right == true, Day.AddDays(day), looked, 1000, thing, right);

    [Fact]
    public void Of_AnyDecisions_CountsThePairsThatSomebodyCountsOneByOne() => Prop.ForAll(Gen.ListOf(Any, 30).ToArbitrary(), decisions =>
        ReviewerFigures.Of(decisions).All(found =>
        {
            var own = decisions.Where(d => d.ById == found.ById).ToList();
            var judged = own.Where(d => d.Thing is not null && d.Right is not null).ToList();
            var withOthers = judged.SelectMany(_ => decisions, (mine, other) => (mine, other))
                .Where(p => p.other.ById != found.ById && p.other.Thing == p.mine.Thing && p.other.Right is not null).ToList();
            var withSelf = new List<(ReviewerDecision mine, ReviewerDecision other)>();
            for (var i = 0; i < judged.Count; i++)
                for (var j = i + 1; j < judged.Count; j++)
                    if (judged[i].Thing == judged[j].Thing) withSelf.Add((judged[i], judged[j]));
            return found.Decisions == own.Count && found.Days == own.Select(d => d.Day).Distinct().Count() && found.Hasty == own.Count(d => d.LookedMs == 500)
                && (found.Pairs, found.Agreed) == (withOthers.Count, withOthers.Count(p => p.mine.Right == p.other.Right))
                && (found.Repeats, found.Steady) == (withSelf.Count, withSelf.Count(p => p.mine.Right == p.other.Right));
        })).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", 0)]
    // 987 letters a minute is 60.8 ms each, 255 characters 235 ms; a quick reader takes half.
    [InlineData("Giá bao nhiêu?", 426)]
    [InlineData("多少钱", 353)]
    public void ReadingTime_Of_IsHalfTheMean(string text, int ms) => Assert.Equal(ms, ReadingTime.Of(text).TotalMilliseconds);
}
