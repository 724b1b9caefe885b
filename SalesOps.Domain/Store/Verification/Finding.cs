using System.Globalization;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Something that is not as the program left it.</summary>
/// <param name="Sequence">The audit entry it shows at; <see cref="NoEntry"/> when it shows at none.</param>
internal sealed record Finding(long Sequence, string What)
{
    public const long NoEntry = long.MaxValue;

    public Verdict Verdict => Sequence == NoEntry ? new Verdict(false, What)
        : new Verdict(false, string.Create(CultureInfo.InvariantCulture, $"audit entry {Sequence} {What}"), Sequence);
}
