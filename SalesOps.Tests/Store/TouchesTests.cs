using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Tests.Store;

public sealed class TouchesTests
{
    private static readonly Guid[] Customers = [.. Enumerable.Range(1, 6).Select(i => new Guid(i, 0, 0, new byte[8]))];

    /// <summary>A change is never missed; and it is remembered of whom, as long as nothing changed that is nobody's.</summary>
    [Fact]
    public void Any_AfterAnyCommits_IsTrueForWhomTheyTouched()
    {
        // Each number is a commit: who of six customers it touched, a bit each, and a seventh for rows that are no customer's.
        var commits = Gen.ArrayOf(Gen.Choose(1, 127));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(commits), history =>
        {
            var touches = Touches.From(10);
            for (var i = 0; i < history.Length; i++) touches = touches.And(Of(history[i]), 11 + i);
            foreach (var (customer, number) in Customers.Select((c, i) => (c, i)))
                for (var after = 10; after <= 10 + history.Length; after++)
                    Assert.Equal(history.Skip(after - 10).Any(commit => (commit >> number & 1) == 1 || commit >= 64), touches.Any(customer, after));
        }));
    }

    [Fact]
    public void Any_OlderThanWhatIsRemembered_IsTrue()
    {
        var (touches, stranger) = (Touches.From(0), Guid.NewGuid());
        for (var i = 1; i <= 20_000; i++) touches = touches.And(new HashSet<Guid?> { Guid.NewGuid() }, i);
        Assert.True(touches.Any(stranger, 100));
        Assert.False(touches.Any(stranger, 20_000));
        Assert.False(touches.Any(stranger, 16_000));
    }

    private static HashSet<Guid?> Of(int commit) => [.. Customers.Where((_, i) => (commit >> i & 1) == 1).Select(c => (Guid?)c), .. commit >= 64 ? [null] : Array.Empty<Guid?>()];
}
