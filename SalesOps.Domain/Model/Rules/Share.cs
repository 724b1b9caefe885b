using System.Runtime.CompilerServices;

namespace SalesOps.Domain.Model.Rules;

/// <summary>Numbers in 0..1.</summary>
internal static class Share
{
    /// <summary>Refuses what is not in 0..1, NaN too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    internal static void Check(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(name, value, "must be from 0 to 1");
    }
}
