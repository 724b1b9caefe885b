using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;

namespace SalesOps.Domain.Store.Proofs;

/// <summary>
/// The erasures, a signed line of JSON each, in a file beside the store: a store that comes back from an older backup does not know of those
/// made since, and has them made again from here.
/// </summary>
public sealed class ErasureList(string path)
{
    public const string FileName = StoreFiles.ErasuresName;
    /// <summary>No line is as long, in bytes.</summary>
    private const int Longest = 8192;

    public string Path { get; } = path;

    private string KeyFile { get; } = SigningKey.FileOf(System.IO.Path.GetDirectoryName(path)!);

    /// <summary>All erasures in their order, proved or not.</summary>
    /// <exception cref="StoreException">The list cannot be read: nobody may be served, for somebody who was erased might come back.</exception>
    public IReadOnlyList<Erasure> Read() => Load().All;

    /// <summary>The whole list; an empty one when there is none.</summary>
    /// <inheritdoc cref="Read"/>
    public ErasureLines Load()
    {
        try
        {
            return ErasureLines.Read(File.Exists(Path) ? File.ReadAllText(Path) : "");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The list of erasures {Path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>
    /// The erasures that the store beside the list may obey. A list of an earlier version, which signed nothing, and one whose key is lost but known
    /// by its checkpoints are signed anew.
    /// </summary>
    /// <param name="checkpoints">The folder of the store's checkpoints.</param>
    /// <param name="known">What the store knows of itself: that needs no proof.</param>
    /// <exception cref="StoreException">The list does not prove itself, or cannot be read.</exception>
    public IReadOnlyList<Erasure> Admit(string checkpoints, IReadOnlyCollection<Erasure> known)
    {
        var lines = Load();
        // Nothing, or what was cut off when the first line was written.
        if (lines.Key is null && lines.All.Count == 0) return [];
        if (IsOwn(lines)) return lines.Fault is null ? lines.All : throw Refusal(lines.Fault.Why);
        var kept = CheckpointLog.ReadFiles(checkpoints);
        var isOfEarlierVersion = lines.Key is null && !kept.Exists(file => file.All.Any(c => c.Listed is not null));
        if (!isOfEarlierVersion && lines.Doubt(kept) is { } doubt) throw Refusal(doubt.Why);
        var all = isOfEarlierVersion
            ? [.. lines.All.Select(line => known.FirstOrDefault(k => k with { Hash = null } == line) ?? line with { IsUnproved = true })] : lines.All;
        // The new key is known by a file of checkpoints before anything is signed with it.
        using (new CheckpointLog(checkpoints, KeyFile)) { }
        Replace(all);
        return all;
    }

    /// <summary>Adds lines, on the disk when this returns.</summary>
    /// <exception cref="IOException">The list cannot be written, or another key signed it.</exception>
    public void Add(IReadOnlyCollection<Erasure> erasures)
    {
        if (erasures.Count == 0) return;
        using var key = SigningKey.Open(KeyFile);
        using var file = PrivateFiles.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var (end, last) = LastLine(file);
        if (last is not null && (FirstLine(file) != ErasureLines.HeadOf(key) || ErasureLines.After(last) is null)) throw new IOException($"The list of erasures {Path} was signed by another key.");
        // What was cut off goes, so that the next line stands on its own.
        file.SetLength(end);
        file.Position = end;
        file.Write(Lines(key, last is null ? null : ErasureLines.After(last), erasures));
        file.Flush(flushToDisk: true);
        if (last is null) DiskSync.Of(System.IO.Path.GetDirectoryName(Path)!);
    }

    /// <summary>Writes the list anew, signed by the key of the store beside it; the old list stays until the new one lies on the disk.</summary>
    public void Replace(IReadOnlyCollection<Erasure> erasures)
    {
        using var key = SigningKey.Open(KeyFile);
        var unfinished = Path + ".tmp";
        using (var file = PrivateFiles.Open(unfinished, FileMode.Create))
        {
            file.Write(Lines(key, null, erasures));
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, Path, overwrite: true);
        DiskSync.Of(System.IO.Path.GetDirectoryName(Path)!);
    }

    /// <summary>How long the list is, all of it on the disk; null when an earlier version wrote it and nobody signed it yet.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal ListHead? Head()
    {
        if (!File.Exists(Path)) return ListHead.Empty;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var (_, last) = LastLine(file);
        // A checkpoint may not have seen what a power cut takes back.
        file.Flush(flushToDisk: true);
        return last is null ? ListHead.Empty : ErasureLines.After(last);
    }

    private StoreException Refusal(string why) =>
        new($"The list of erasures {Path} does not prove itself: {why}. Put it back as it was; or move it away, and the store goes on with the erasures that it knows itself.");

    private bool IsOwn(ErasureLines lines)
    {
        if (lines.Key is null || !File.Exists(KeyFile)) return false;
        using var key = SigningKey.Open(KeyFile);
        return key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(lines.Key);
    }

    private static byte[] Lines(ECDsa key, ListHead? after, IEnumerable<Erasure> erasures)
    {
        var text = new StringBuilder();
        if (after is null) text.Append(ErasureLines.HeadOf(key)).Append('\n');
        var head = after ?? ListHead.Empty;
        foreach (var erasure in erasures)
        {
            (var line, head) = ErasureLines.Next(head, erasure, key);
            text.Append(line).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string? FirstLine(FileStream file)
    {
        file.Position = 0;
        var bytes = new byte[Longest];
        var read = bytes.AsSpan(0, file.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false));
        return read.IndexOf((byte)'\n') is >= 0 and var end ? Encoding.UTF8.GetString(read[..end]) : null;
    }

    /// <summary>The last whole line, without its end, and where it ends; none, and 0, when there is none.</summary>
    private static (long End, string? Line) LastLine(FileStream file)
    {
        var from = Math.Max(0, file.Length - (2 * Longest));
        file.Position = from;
        var bytes = new byte[2 * Longest];
        var read = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var end = read.LastIndexOf((byte)'\n');
        if (end < 0) return from == 0 ? (0, null) : throw new IOException($"{file.Name} is no list of erasures.");
        return (from + end + 1, Encoding.UTF8.GetString(read[(read[..end].LastIndexOf((byte)'\n') + 1)..end]));
    }
}

/// <summary>Where a store has its list.</summary>
public static class StoreErasures
{
    extension(StoreFiles files)
    {
        /// <summary>The erasures, beside the store.</summary>
        public ErasureList Erasures => new(Path.Combine(files.Folder, ErasureList.FileName));
    }
}
