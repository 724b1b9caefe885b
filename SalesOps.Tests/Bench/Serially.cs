namespace SalesOps.Tests.Bench;

/// <summary>Benches run one after the other and beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Serially
{
    /// <summary>The collection's name.</summary>
    public const string Name = "benches";
}
