using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class PlaybookVersionsTests
{
    private static readonly Playbook First = Playbook.Default;
    private static readonly string[] States = [.. First.States.Select(s => s.Code)];

    private static readonly Gen<PlaybookRule> ARule =
        from rule in Gen.Elements<PlaybookRule>([.. First.Rules])
        from leaves in Gen.NonEmptyListOf(Gen.Elements(States)).Resize(3)
        from to in Gen.Elements(States)
        from least in Gen.Choose(0, 20)
        from below in Gen.Choose(0, 60)
        select rule with { From = [.. leaves.Distinct()], To = to, MinConfidence = least / 20.0, BelowConfidence = below > 20 ? null : below / 20.0 };

    /// <summary>Some of the first rules with one more, or one fewer: many work and many do not.</summary>
    private static readonly Gen<PlaybookRule[]> Drafts =
        from more in Gen.ListOf(ARule).Resize(2)
        from gone in Gen.Choose(0, First.Rules.Count * 2)
        select First.Rules.Where((_, i) => i != gone).Concat(more).ToArray();

    [Fact]
    public void Check_OfTheFirst_FindsNothing() => Assert.Empty(First.Check(First.Rules));

    /// <summary>What passes is a machine: no understanding has two ways, every state is reached, and every state has a way out or is final.</summary>
    [Fact]
    public void Check_FindsNothing_OnlyInRulesThatMakeAMachine()
    {
        var (passed, failed) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Drafts.ToArbitrary(), draft =>
        {
            var tried = First.With(draft);
            var isMachine = IsClear(tried) && Reached(tried).SetEquals(States.Where(s => s != tried.TakeoverState))
                && tried.States.All(s => s.Code == tried.TakeoverState || s.IsFinal == (tried.From(s.Code).Count == 0))
                && draft.All(r => r.To != tried.TakeoverState && !r.From.Contains(tried.TakeoverState) && !r.From.Contains(r.To) && !(r.BelowConfidence <= r.MinConfidence));
            var passes = First.Check(draft).Count == 0;
            if (passes) passed++;
            else failed++;
            return passes == isMachine;
        }));
        Assert.True(passed > 10 && failed > 10, $"{passed} passed, {failed} failed");
    }

    [Fact]
    public void AsOf_AMoment_IsTheVersionThatHeldThen()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        IReadOnlyList<PlaybookRule> one = [.. First.Rules.Skip(1)], two = [.. First.Rules.Skip(2)];
        var versions = new PlaybookVersions([new(Guid.NewGuid(), 2, one, two, null, start.AddDays(2)), new(Guid.NewGuid(), 1, First.Rules, one, null, start.AddDays(1))]);
        Assert.Same(First, versions.AsOf(start));
        Assert.Equal(one, versions.AsOf(start.AddDays(1)).Rules);
        Assert.Equal(two, versions.AsOf(start.AddDays(9)).Rules);
        Assert.Equal((2, two), (versions.Number, versions.Current.Rules));
    }

    /// <summary>Tried on every confidence that matters, apart from how <see cref="PlaybookTransition"/> compares guards.</summary>
    private static bool IsClear(Playbook playbook) =>
        (from state in States
         from intent in playbook.Transitions.Select(t => t.Trigger).Distinct()
         from stage in playbook.Codes(PlaybookTerm.Stage)
         from twentieth in Enumerable.Range(0, 21)
         select playbook.From(state).Count(t => t.Accepts(intent, stage, twentieth / 20.0))).All(count => count <= 1);

    private static HashSet<string> Reached(Playbook playbook)
    {
        HashSet<string> reached = [playbook.StartState];
        while (playbook.Transitions.Where(t => reached.Contains(t.From)).Any(t => reached.Add(t.To))) { }
        return reached;
    }
}
