using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Proofs;

/// <summary>
/// The checkpoints of one key, as lines that are only ever added: first <c>key PUBLICKEY</c>, then a <see cref="Checkpoint"/> and its signature;
/// ECDSA over P-256 and SHA-256, key and signatures in Base64. The file can be copied away at any time and verified anywhere.
/// </summary>
public sealed class CheckpointLog : IDisposable
{
    private const string Pattern = "checkpoints-*.txt";
    private const string Head = "key ";
    private readonly ECDsa _key;

    /// <param name="folder">Where the file is or will be; made when it is not there.</param>
    /// <param name="keyFile">The private key; made when it is not there, for its owner alone.</param>
    public CheckpointLog(string folder, string keyFile)
    {
        // No secret, and for those to read who keep copies elsewhere.
        Directory.CreateDirectory(folder);
        _key = SigningKey.Open(keyFile);
        var publicKey = _key.ExportSubjectPublicKeyInfo();
        // Another key is another file: a file with two keys would let anybody go on with his own.
        File = Path.Combine(folder, Pattern.Replace("*", Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 4)), StringComparison.Ordinal));
        try
        {
            // A full disk may have left it without its head.
            if (!System.IO.File.Exists(File) || WholeLines(File).Length == 0) Append(Head + Convert.ToBase64String(publicKey));
        }
        catch
        {
            _key.Dispose();
            throw;
        }
    }

    public string File { get; }

    /// <summary>The last that was added since it was opened; null before the first.</summary>
    public Checkpoint? Last { get; private set; }

    /// <summary>Adds what the store's chain and its list of erasures are now, unless that stands there already; it lies on the disk before this returns.</summary>
    public void Add(StoreFiles files, DateTime now)
    {
        using var reader = files.OpenReader();
        using var head = new Statement(reader, "SELECT Sequence, Hash FROM AuditEntries ORDER BY Sequence DESC LIMIT 1");
        if (!head.Step()) return;
        var checkpoint = new Checkpoint(head.Long(0), head.Blob(1), now, files.Erasures.Head());
        if (checkpoint.Sequence == Last?.Sequence && checkpoint.Listed?.Lines == Last.Listed?.Lines) return;
        Append($"{checkpoint.Text} {Convert.ToBase64String(_key.Sign(checkpoint.Text))}");
        Last = checkpoint;
    }

    /// <summary>The checkpoints of a folder, of all keys.</summary>
    /// <exception cref="StoreException">A line is not signed by its file's key.</exception>
    public static List<Checkpoint> ReadAll(string folder) => [.. ReadFiles(folder).SelectMany(file => file.All)];

    /// <summary>The checkpoints of a folder, key by key; none when it is not there.</summary>
    /// <exception cref="StoreException">A line is not signed by its file's key.</exception>
    public static List<CheckpointFile> ReadFiles(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).Select(ReadFile)] : [];

    /// <summary>The checkpoints of a file.</summary>
    /// <exception cref="StoreException">It cannot be read, or a line is not signed by its key.</exception>
    public static IReadOnlyList<Checkpoint> Read(string file) => ReadFile(file).All;

    /// <inheritdoc cref="Read(string)"/>
    public static CheckpointFile ReadFile(string file)
    {
        try
        {
            // What stands after the last line's end was being written when the machine stopped.
            var lines = System.IO.File.ReadAllText(file).Split('\n')[..^1];
            if (lines.Length == 0 || !lines[0].StartsWith(Head, StringComparison.Ordinal)) throw new StoreException($"{file} is no file of checkpoints.");
            var publicKey = Convert.FromBase64String(lines[0][Head.Length..]);
            using var key = SigningKey.OfPublic(publicKey);
            return new CheckpointFile(publicKey, [.. lines.Skip(1).Select((line, i) => Read(line, key) ?? throw new StoreException($"Line {i + 2} of {file} is not signed by the file's key."))]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException or CryptographicException)
        {
            throw new StoreException($"The checkpoints in {file} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Copies the files of all keys to another folder, over what was copied before as long as they only go on from there; how many checkpoints there are.</summary>
    /// <param name="to">Made when it is not there.</param>
    /// <exception cref="StoreException">There are none, a line is not signed by its file's key, or one that was copied before is gone or changed; the copy stays as it was.</exception>
    public static IReadOnlyList<Checkpoint> Export(string folder, string to)
    {
        var checkpoints = ReadAll(folder);
        if (checkpoints.Count == 0) throw new StoreException($"There are no checkpoints in {folder}.");
        try
        {
            Directory.CreateDirectory(to);
            if (Directory.EnumerateFiles(to, Pattern).FirstOrDefault(copy => !System.IO.File.Exists(Path.Combine(folder, Path.GetFileName(copy)))) is { } orphan)
                throw new StoreException($"{orphan} was copied before and is gone from {folder}.");
            foreach (var file in Directory.EnumerateFiles(folder, Pattern)) ExportFile(file, Path.Combine(to, Path.GetFileName(file)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The checkpoints cannot be copied to {to}: {problem.Message}", problem);
        }
        return checkpoints;
    }

    private static void ExportFile(string file, string copy)
    {
        var (lines, before) = (WholeLines(file), System.IO.File.Exists(copy) ? WholeLines(copy) : "");
        if (!lines.StartsWith(before, StringComparison.Ordinal)) throw new StoreException($"{copy} holds checkpoints that are gone from {file}, or changed there.");
        var unfinished = copy + ".tmp";
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(lines));
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(unfinished, copy, overwrite: true);
    }

    private static string WholeLines(string file) => System.IO.File.ReadAllText(file) is var text ? text[..(text.LastIndexOf('\n') + 1)] : "";

    private static Checkpoint? Read(string line, ECDsa key)
    {
        var end = line.LastIndexOf(' ');
        return end > 0 && key.HasSigned(line[..end], Convert.FromBase64String(line[(end + 1)..]))
            ? Checkpoint.Parse(line[..end]) : null;
    }

    private void Append(string line)
    {
        using var stream = new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.Position = WholeLines(stream);
        stream.SetLength(stream.Position);
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Where the last whole line ends.</summary>
    private static long WholeLines(FileStream stream)
    {
        for (var end = stream.Length; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n') return end;
        }
        return 0;
    }

    public void Dispose() => _key.Dispose();
}
