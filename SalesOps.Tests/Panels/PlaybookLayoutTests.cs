using FsCheck;
using FsCheck.Fluent;
using SalesOps.Console.Panels.Learning;

namespace SalesOps.Tests.Panels;

public sealed class PlaybookLayoutTests
{
    private static readonly string[] States = ["a", "b", "c", "d", "e", "f"];

    private static readonly Gen<(string From, string To)> AWay = from start in Gen.Elements(States) from end in Gen.Elements(States) select (start, end);

    [Fact]
    public void Ways_AnyOfThem_NeverShareAPortOrALaneAtOnePlace_AndStayInside() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(AWay.ListOf().ToArbitrary(), ways =>
        {
            var layout = new PlaybookLayout(States, ways);
            var drawn = layout.Ways;
            return drawn.Count == ways.Where(w => w.From != w.To).Distinct().Count()
                && drawn.SelectMany(w => new[] { (w.Edge, X: Math.Round(w.Start, 3)), (w.Edge, X: Math.Round(w.End, 3)) }) is var ports && ports.Distinct().Count() == 2 * drawn.Count
                && drawn.All(w => w.Lane > 0 && w.Lane < layout.Height && (w.Lane < w.Edge) == (w.Start < w.End))
                && (from one in drawn from other in drawn where !ReferenceEquals(one, other) && one.Lane.Equals(other.Lane) select Apart(one, other)).All(apart => apart);
        }));

    private static bool Apart(PlaybookLayout.Way one, PlaybookLayout.Way other) =>
        Math.Max(one.Start, one.End) < Math.Min(other.Start, other.End) || Math.Max(other.Start, other.End) < Math.Min(one.Start, one.End);
}
