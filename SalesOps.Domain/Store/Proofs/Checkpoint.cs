using System.Globalization;

namespace SalesOps.Domain.Store.Proofs;

/// <summary>How long the list of erasures is.</summary>
/// <param name="Lines">How many erasures stand on it.</param>
/// <param name="Hash">Of the last one's line, which holds the hash of the one before; zeros when there is none.</param>
public sealed record ListHead(int Lines, byte[] Hash)
{
    public static readonly ListHead Empty = new(0, new byte[32]);
}

/// <summary>What the audit chain was at a moment, signed, and kept outside the store: whoever changes the chain cannot change it too.</summary>
/// <param name="Sequence">The last audit entry then.</param>
/// <param name="Hash">That entry's hash.</param>
/// <param name="At">UTC.</param>
/// <param name="Listed">The list of erasures then; null in checkpoints of versions that did not note it.</param>
public sealed record Checkpoint(long Sequence, byte[] Hash, DateTime At, ListHead? Listed = null)
{
    private const string Chain = "1", ChainAndList = "2";

    /// <summary>What is signed: <c>1 SEQUENCE HASH TIME</c>, or <c>2 SEQUENCE HASH TIME LINES HASH</c>.</summary>
    internal string Text => string.Create(CultureInfo.InvariantCulture, $"{(Listed is null ? Chain : ChainAndList)} {Sequence} {Convert.ToHexStringLower(Hash)} {At:yyyy-MM-ddTHH:mm:ss.fffZ}")
        + (Listed is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {Listed.Lines} {Convert.ToHexStringLower(Listed.Hash)}"));

    /// <exception cref="FormatException">The text is no checkpoint.</exception>
    internal static Checkpoint Parse(string text) => text.Split(' ') switch
    {
        [Chain, var sequence, var hash, var at] => Of(sequence, hash, at),
        [ChainAndList, var sequence, var hash, var at, var lines, var last] =>
            Of(sequence, hash, at) with { Listed = new ListHead(int.Parse(lines, CultureInfo.InvariantCulture), Convert.FromHexString(last)) },
        _ => throw new FormatException($"'{text}' is no checkpoint."),
    };

    private static Checkpoint Of(string sequence, string hash, string at) => new(long.Parse(sequence, CultureInfo.InvariantCulture), Convert.FromHexString(hash),
        DateTime.ParseExact(at, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
}

/// <summary>The checkpoints of one key.</summary>
/// <param name="Key">The public key (SubjectPublicKeyInfo).</param>
public sealed record CheckpointFile(byte[] Key, IReadOnlyList<Checkpoint> All);
