using SalesOps.Tests.Browser;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SalesOps.Tests.Support.LongestFirst))]

namespace SalesOps.Tests.Support;

/// <summary>
/// The order in which the collections begin. xUnit starts with the first and the last and goes on from either end, as its threads happen to be fast: so the two of the browser stand at the ends and run beside
/// each other, and the faults, some of which take minutes, stand together before the last. Begun after the browser's they leave short ones for the end, and begun last there are many of them for both cores.
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
