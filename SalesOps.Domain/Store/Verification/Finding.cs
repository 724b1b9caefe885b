using System.Globalization;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Something that is not as the program left it.</summary>
/// <param name="Sequence">The audit entry it shows at; <see cref="NoEntry"/> when it shows at none.</param>
internal sealed record Finding(long Sequence, string What)
{
    public const long NoEntry = long.MaxValue;

    /// <summary>A row that nobody made.</summary>
    public static Finding Foreign(int table, UInt128 id) => new(NoEntry, $"the row {(uint)id:x8} of {Tables.All.List[table].Name} was made by no audit entry");

    /// <summary>The one at the smaller entry.</summary>
    public static Finding? First(Finding? one, Finding? other) => one is null || other?.Sequence < one.Sequence ? other : one;

    public Verdict Verdict => Sequence == NoEntry ? new Verdict(false, What)
        : new Verdict(false, string.Create(CultureInfo.InvariantCulture, $"audit entry {Sequence} {What}"), Sequence);
}
