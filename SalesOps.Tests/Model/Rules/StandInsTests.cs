using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

/// <summary>Who acts for whom, said by the rule and said without it.</summary>
public sealed class StandInsTests
{
    private const int People = 5, Moments = 12;
    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A few people away in every way, each at most once at a time, some of whom are gone.</summary>
    private static readonly Arbitrary<Case> Cases =
        (from plans in (from who in Gen.Choose(0, People - 1)
                        from standIn in Gen.Choose(0, People - 1)
                        from begins in Gen.Choose(0, Moments - 1)
                        from lasts in Gen.Choose(1, 6)
                        from ended in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
                        where who != standIn
                        select new Plan(who, standIn, begins, begins + lasts, ended)).ListOf()
         from gone in Gen.SubListOf(Enumerable.Range(0, People))
         from who in Gen.Choose(0, People - 1)
         from at in Gen.Choose(0, Moments)
         select new Case(Apart(plans), gone.Count > 2 ? [] : [.. gone], who, at)).ToArbitrary();

    private sealed record Plan(int Who, int StandIn, int From, int Until, bool Ended);

    private sealed record Case(IReadOnlyList<Plan> Plans, HashSet<int> Gone, int Who, int At)
    {
        public IReadOnlyList<Absence> Absences => [.. Plans.Select((p, i) => new Absence(Id(100 + i), Id(p.Who), new AbsenceTerms(Time(p.From), Time(p.Until), Id(p.StandIn), p.Ended ? Time(p.From) : null), null, Start))];

        public Guid? Resolve(int at) => StandIns.Resolve(Id(Who), Time(at), Absences, IsUsable);

        public bool IsUsable(Guid id) => !Gone.Contains(Number(id));

        public Plan? AwayAt(int who, int at) => Plans.SingleOrDefault(p => !p.Ended && p.Who == who && p.From <= at && at < p.Until);

        /// <summary>Walks from one to the next, and remembers where it was.</summary>
        public int? Walk(int at)
        {
            var been = new HashSet<int>();
            for (var who = Who; been.Add(who) && !Gone.Contains(who); who = AwayAt(who, at)!.StandIn)
                if (AwayAt(who, at) is null) return who;
            return null;
        }
    }

    [Fact]
    public void Resolve_AnyAbsences_FindsWhoActs() => Prop.ForAll(Cases, c => c.Resolve(c.At) == (c.Walk(c.At) is { } acts ? Id(acts) : null)).QuickCheckThrowOnFailure();

    [Fact]
    public void Resolve_WhoActs_IsHereAndNotAway() => Prop.ForAll(Cases, c => c.Resolve(c.At) is not { } acts || (c.IsUsable(acts) && c.AwayAt(Number(acts), c.At) is null)).QuickCheckThrowOnFailure();

    [Fact]
    public void Resolve_WhoIsNotAway_ActsThemselves() =>
        Prop.ForAll(Cases, c => c.AwayAt(c.Who, c.At) is not null || c.Resolve(c.At) == (c.IsUsable(Id(c.Who)) ? Id(c.Who) : null)).QuickCheckThrowOnFailure();

    [Fact]
    public void Resolve_OnceAllAreOver_EverybodyActsThemselves() => Prop.ForAll(Cases, c => c.Gone.Contains(c.Who) || c.Resolve(Moments + 6) == Id(c.Who)).QuickCheckThrowOnFailure();

    [Fact]
    public void Resolve_OrderOfAbsences_DoesNotMatter() =>
        Prop.ForAll(Cases, c => c.Resolve(c.At) == StandIns.Resolve(Id(c.Who), Time(c.At), [.. c.Absences.Reverse()], c.IsUsable)).QuickCheckThrowOnFailure();

    [Fact]
    public void FirstGap_IsTheFirstMomentAtWhichNobodyActs() => Prop.ForAll(Cases, c =>
    {
        var first = Enumerable.Range(0, Moments).Where(at => at >= c.At && c.Walk(at) is null).Select(at => (DateTime?)Time(at)).FirstOrDefault();
        return StandIns.FirstGap(Id(c.Who), Time(c.At), Time(Moments), c.Absences, c.IsUsable) == (c.At < Moments ? first : c.Walk(c.At) is null ? Time(c.At) : null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Resolve_TwoForEachOther_IsNobody()
    {
        var loop = new Case([new Plan(0, 1, 0, 4, false), new Plan(1, 0, 2, 6, false)], [], 0, 0);
        Assert.Equal([Id(1), null, Id(0)], new[] { 1, 3, 5 }.Select(loop.Resolve));
    }

    private static List<Plan> Apart(IEnumerable<Plan> plans)
    {
        var kept = new List<Plan>();
        foreach (var plan in plans)
            if (!kept.Exists(k => k.Who == plan.Who && k.From < plan.Until && plan.From < k.Until)) kept.Add(plan);
        return kept;
    }

    private static DateTime Time(int at) => Start.AddDays(at);

    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray(), 0);
}
