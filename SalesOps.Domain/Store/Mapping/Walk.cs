using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace SalesOps.Domain.Store.Mapping;

/// <summary>
/// A column that is asked so that no index of its own is taken, for values with so many rows that a page is met sooner than they are sorted.
/// The store's <c>likely</c> gives what it is given, and costs nothing; putting an empty text behind a column makes a new text of every row.
/// </summary>
internal static class Walk
{
    /// <summary>The column itself.</summary>
    public static string? Met(string? column) => throw InQueriesAlone();

    /// <inheritdoc cref="Met(string?)"/>
    public static double Met(double column) => throw InQueriesAlone();

    /// <inheritdoc cref="Met(string?)"/>
    public static int Met(int column) => throw InQueriesAlone();

    public static void Map(ModelBuilder model)
    {
        foreach (var method in typeof(Walk).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name == nameof(Met)))
            model.HasDbFunction(method).HasName("likely").IsBuiltIn();
    }

    private static InvalidOperationException InQueriesAlone() => new("Only the store can be asked this.");
}
