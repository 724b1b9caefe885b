using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.Store.Proofs;

/// <param name="Why">As a part of a sentence.</param>
/// <param name="Proved">How many erasures, from the first, are proved all the same.</param>
public sealed record ErasureDoubt(string Why, int Proved);

/// <summary>
/// What a list of erasures says, and how far it proves it: each line holds its number, the hash of the line before and a signature, and the first
/// the key. Lines are linked without their signatures, so that a line made good after a crash, or signed by another key, is the same line.
/// </summary>
public sealed class ErasureLines
{
    private const string Head = "{\"format\":2,\"key\":\"", Sign = ",\"signature\":\"", End = "\"}", Number = "{\"number\":";
    private readonly List<Erasure> _all = [];
    private readonly List<byte[]> _hashes = [ListHead.Empty.Hash];
    private string? _fault;
    private int _faultless;

    private ErasureLines() { }

    /// <summary>The public key that signed them, as the list says; null when nobody signed, as in lists of earlier versions.</summary>
    public byte[]? Key { get; private init; }

    /// <summary>All, in their order.</summary>
    public IReadOnlyList<Erasure> All => _all;

    /// <summary>What the list by itself shows to be wrong with it; null for nothing.</summary>
    public ErasureDoubt? Fault => _fault is null ? null : new ErasureDoubt(_fault, _faultless);

    /// <summary>Reads the whole lines: what stands after the last line's end was being written when the machine stopped.</summary>
    /// <exception cref="Exception">A line is none: <see cref="JsonException"/>, <see cref="FormatException"/>, <see cref="CryptographicException"/>.</exception>
    public static ErasureLines Read(string text)
    {
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [var head, ..] || !head.StartsWith(Head, StringComparison.Ordinal))
        {
            var unsigned = new ErasureLines();
            unsigned._all.AddRange(lines.Select(Said));
            return unsigned;
        }
        var read = new ErasureLines { Key = head.EndsWith(End, StringComparison.Ordinal) ? Convert.FromBase64String(head[Head.Length..^End.Length]) : throw new FormatException("Its first line holds no key.") };
        using var key = SigningKey.OfPublic(read.Key);
        for (var i = 1; i < lines.Length; i++) read.Take(lines[i], i, key);
        return read;
    }

    /// <summary>Why what it says is not to be believed; null when it proves itself.</summary>
    /// <param name="kept">Checkpoints that were kept elsewhere: they say which key it is, and how long the list was.</param>
    public ErasureDoubt? Doubt(IReadOnlyCollection<CheckpointFile> kept)
    {
        if (Key is null) return new ErasureDoubt("nobody signed it", 0);
        if (kept.FirstOrDefault(file => file.Key.AsSpan().SequenceEqual(Key)) is not { } own)
            return new ErasureDoubt(kept.Count == 0 ? "there are no checkpoints to know its key by" : "its key is none of the checkpoints'", 0);
        if (Fault is { } fault) return fault;
        foreach (var checkpoint in own.All)
        {
            if (checkpoint.Listed is not { } listed) continue;
            if (listed.Lines > _all.Count)
                return new ErasureDoubt(string.Create(CultureInfo.InvariantCulture, $"it holds {_all.Count} erasures, and the checkpoint of {checkpoint.At:u} saw {listed.Lines}"), _all.Count);
            if (!_hashes[listed.Lines].AsSpan().SequenceEqual(listed.Hash))
                return new ErasureDoubt(string.Create(CultureInfo.InvariantCulture, $"line {listed.Lines + 1} or one before is not what the checkpoint of {checkpoint.At:u} saw"), 0);
        }
        return null;
    }

    /// <summary>The first line of a list that a key signs.</summary>
    internal static string HeadOf(ECDsa key) => Head + Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) + End;

    /// <summary>The line behind a list of this length, and how long the list is with it.</summary>
    internal static (string Line, ListHead After) Next(ListHead before, Erasure erasure, ECDsa key)
    {
        var text = Begin(before.Lines + 1, before.Hash) + JsonSerializer.Serialize(erasure, JsonSerializerOptions.Web)[1..^1];
        return (text + Sign + Convert.ToBase64String(key.Sign(text)) + End, new ListHead(before.Lines + 1, HashOf(text)));
    }

    /// <summary>How long a list is that ends with this line; null when nobody signed it.</summary>
    internal static ListHead? After(string lastLine)
    {
        if (lastLine.StartsWith(Head, StringComparison.Ordinal)) return ListHead.Empty;
        if (TextOf(lastLine) is not { } text) return null;
        var digits = text.StartsWith(Number, StringComparison.Ordinal) && text.IndexOf(',', StringComparison.Ordinal) is > 0 and var end ? text[Number.Length..end] : "";
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? new ListHead(lines, HashOf(text)) : null;
    }

    private void Take(string line, int number, ECDsa key)
    {
        _all.Add(Said(line));
        var text = TextOf(line);
        _hashes.Add(HashOf(text ?? line));
        if (_fault is not null) return;
        if (text is null || !key.HasSigned(text, Convert.FromBase64String(line[(text.Length + Sign.Length)..^End.Length]))) _fault = $"line {number + 1} is not signed by its key";
        else if (!text.StartsWith(Begin(number, _hashes[number - 1]), StringComparison.Ordinal)) _fault = $"line {number + 1} does not follow the one before";
        else _faultless++;
    }

    private static Erasure Said(string line) => JsonSerializer.Deserialize<Erasure>(line, JsonSerializerOptions.Web) is { CustomerId: var id } erasure && id != Guid.Empty && erasure.Reason is not null
        ? erasure : throw new FormatException("A line names no customer or no reason.");

    private static string Begin(int number, byte[] before) => string.Create(CultureInfo.InvariantCulture, $"{Number}{number},\"previous\":\"{Convert.ToHexStringLower(before)}\",");

    /// <summary>What is signed of a line; null when it is not signed.</summary>
    private static string? TextOf(string line) => line.LastIndexOf(Sign, StringComparison.Ordinal) is > 0 and var end && line.EndsWith(End, StringComparison.Ordinal) ? line[..end] : null;

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
