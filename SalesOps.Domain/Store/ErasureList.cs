using System.Text.Json;

namespace SalesOps.Domain.Store;

/// <summary>A customer's personal data was erased; holds nothing personal.</summary>
/// <param name="At">UTC.</param>
/// <param name="Reason">A reason code.</param>
/// <param name="ById">The person who erased it; null when the program did, because of the retention or again after a restore.</param>
/// <param name="Sequence">The audit entry that says so.</param>
public sealed record Erasure(Guid CustomerId, DateTime At, string Reason, Guid? ById, long Sequence = 0)
{
    /// <summary>What the audit log calls it.</summary>
    public const string Action = "customer.erased";
    /// <summary>What the audit log calls it when another customer's past went with an erasure, and that one's present was said anew.</summary>
    public const string ResealAction = "customer.resealed";

    internal static ReadOnlySpan<byte> ActionBytes => "customer.erased"u8;
    internal static ReadOnlySpan<byte> ResealActionBytes => "customer.resealed"u8;
}

/// <summary>
/// The erasures, a line of JSON each, in a file beside the store: a store that comes back from an older backup does not know of those
/// made since, and has them made again from here.
/// </summary>
public sealed class ErasureList(string path)
{
    public const string FileName = "erasures.ndjson";

    public string Path { get; } = path;

    /// <summary>All lines in their order; a last line that was cut off while it was written is left out.</summary>
    /// <exception cref="StoreException">The list cannot be read: nobody may be served, for somebody who was erased might come back.</exception>
    public IReadOnlyList<Erasure> Read()
    {
        if (!File.Exists(Path)) return [];
        try
        {
            var text = File.ReadAllText(Path);
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Erasure>(line, JsonSerializerOptions.Web)!)];
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The list of erasures {Path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Adds lines, on the disk when this returns.</summary>
    public void Add(IReadOnlyCollection<Erasure> erasures)
    {
        if (erasures.Count == 0) return;
        using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        // What was cut off goes, so that the next line stands on its own.
        file.SetLength(EndOfLastLine(file));
        file.Seek(0, SeekOrigin.End);
        foreach (var erasure in erasures)
        {
            JsonSerializer.Serialize(file, erasure, JsonSerializerOptions.Web);
            file.WriteByte((byte)'\n');
        }
        file.Flush(flushToDisk: true);
    }

    private static long EndOfLastLine(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n') return end;
        }
        return 0;
    }
}
