using SalesOps.Tests.Browser;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SalesOps.Tests.Support.LongestFirst))]

namespace SalesOps.Tests.Support;

/// <summary>
/// The order in which the collections begin. xUnit queues them all from one thread, which goes on with the last of them while another takes the first, and from the last to the first after that:
/// so the two of the browser stand at the ends and run beside each other, and before the last stand the faults, some of which take minutes, so that none is left over for one core at the end.
/// </summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : notnull, ITestCollection =>
        [.. testCollections.OrderBy(c => Place(c.TestCollectionDisplayName)).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place(string collection) =>
        collection == InChromium.Name ? 0
        : collection == InOtherChromium.Name ? 3
        : collection.Contains(".Faults.", StringComparison.Ordinal) || collection.Contains(".Verbs.", StringComparison.Ordinal) ? 2 : 1;
}
