using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Whoever can write the list of erasures, and has neither the key nor the checkpoints that are kept elsewhere, changes nothing of it unnoticed.</summary>
public sealed class ListTamperingTests : IAsyncLifetime
{
    private const int Count = 3;
    private ErasedStore _store = null!;
    private List<CheckpointFile> _kept = null!;
    private string[] _lines = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await ErasedStore.OfAsync(Count + 1);
        await _store.EraseAsync([.. Enumerable.Range(0, Count)]);
        _kept = CheckpointLog.ReadFiles(_store.Kept);
        _lines = await File.ReadAllLinesAsync(_store.List.Path, Http.Token);
        Assert.Equal(Count + 1, _lines.Length);
        Assert.Null(Doubt(_lines));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Doubt_AnyStructureOfTheList_IsFoundWhereItIs_ByBothVerifiers()
    {
        await using var other = await ErasedStore.OfAsync(Count);
        await other.EraseAsync([.. Enumerable.Range(0, Count)]);
        var foreign = await File.ReadAllLinesAsync(other.List.Path, Http.Token);
        var tries = new List<(string Name, string[] Lines, string Why)>();
        void Try(string name, IEnumerable<string> lines, string why) => tries.Add((name, [.. lines], why));
        for (var i = 1; i <= Count; i++)
        {
            var line = _lines[i];
            Try($"without line {i + 1}", _lines.Where(l => l != line), i == Count ? $"it holds {Count - 1} erasures, and the checkpoint of " : $"line {i + 1} does not follow the one before");
            Try($"cut after line {i}", _lines.Take(i), $"it holds {i - 1} erasures, and the checkpoint of ");
            Try($"line {i + 1} twice", [.. _lines.Take(i + 1), .. _lines.Skip(i)], $"line {i + 2} does not follow the one before");
            Try($"line {i + 1} from another store", _lines.Select((l, n) => n == i ? foreign[n] : l), $"line {i + 1} is not signed by its key");
            Try($"a line from another store before line {i + 1}", [.. _lines.Take(i), foreign[i], .. _lines.Skip(i)], $"line {i + 1} is not signed by its key");
            Try($"line {i + 1} unsigned", _lines.Select((l, n) => n == i ? Unsigned(l) : l), $"line {i + 1} is not signed by its key");
            if (i < Count) Try($"lines {i + 1} and {i + 2} swapped", [.. _lines.Take(i), _lines[i + 1], line, .. _lines.Skip(i + 2)], $"line {i + 1} does not follow the one before");
            foreach (var (from, to) in ((string, string)[])[("\"reason\":\"legal_order\"", "\"reason\":\"retention\""), ("\"sequence\":", "\"sequence\":1"), ($"\"number\":{i}", $"\"number\":{i + 1}"), ("\"byId\":\"0", "\"byId\":\"1"), ("\"at\":\"2", "\"at\":\"1"), ("\"customerId\":\"0", "\"customerId\":\"1"), ("\"hash\":\"", "\"hash\":\"0")])
            {
                Assert.Contains(from, line, StringComparison.Ordinal);
                Try($"{to} in line {i + 1}", _lines.Select((l, n) => n == i ? l.Replace(from, to, StringComparison.Ordinal) : l), $"line {i + 1} is not signed by its key");
            }
        }
        Try("another store's whole list", foreign, "its key is none of the checkpoints'");
        Try("its lines under another key's name", [foreign[0], .. _lines.Skip(1)], "its key is none of the checkpoints'");
        Try("nobody's signature", _lines.Skip(1).Select(Unsigned), "nobody signed it");
        Try("nothing", [], "nobody signed it");
        Try("its first line alone", _lines.Take(1), "it holds 0 erasures, and the checkpoint of ");
        Try("its first line gone", _lines.Skip(1), "nobody signed it");

        var database = _store.NewPath("store.backup");
        Assert.True(StoreBackup.Save(_store.Console.Files, database, Http.Token).IsSound);
        foreach (var (name, lines, why) in tries)
        {
            var doubt = Doubt(lines);
            Assert.True(doubt?.Why.StartsWith(why, StringComparison.Ordinal) == true, $"{name}: {doubt?.Why}");
            var file = _store.NewPath("list");
            await File.WriteAllTextAsync(file, Text(lines), Http.Token);
            var (exit, said) = await Python.VerifyAsync("--checkpoints", _store.Checkpoints, "--erasures", file, database);
            Assert.Equal((1, $"the list of erasures does not prove itself: {doubt!.Why}"), (exit, Assert.Single(said)));
        }
        var (sound, verdict) = await Python.VerifyAsync("--checkpoints", _store.Checkpoints, "--erasures", _store.List.Path, database);
        Assert.True(sound == 0, string.Join('\n', verdict));
    }

    [Fact]
    public void Doubt_ListMadeAnewWithAnotherKey_IsFound()
    {
        // With all that stands on it, by somebody who knows the format.
        var forged = new ErasureList(Path.Combine(_store.NewPath("forger"), ErasureList.FileName));
        Directory.CreateDirectory(_store.NewPath("forger"));
        forged.Replace([.. _store.List.Read().Take(2)]);
        Assert.Null(forged.Load().Fault);
        Assert.Equal("its key is none of the checkpoints'", forged.Load().Doubt(_kept)?.Why);
        // With the name of the right key over it.
        Assert.Equal("line 2 is not signed by its key", Doubt([_lines[0], .. File.ReadAllLines(forged.Path).Skip(1)])?.Why);
    }

    [Fact]
    public void Doubt_AnyByteChanged_IsFoundOrSaysTheSame()
    {
        var (bytes, all, found) = (Encoding.UTF8.GetBytes(Text(_lines)), _store.List.Read(), 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            var was = bytes[i];
            foreach (var other in (byte[])[(byte)(was ^ 1), (byte)'\n', RandomNumberGenerator.GetBytes(1)[0]])
            {
                if (other == was) continue;
                bytes[i] = other;
                try
                {
                    var lines = ErasureLines.Read(Encoding.UTF8.GetString(bytes));
                    if (lines.Doubt(_kept) is not null) found++;
                    else Assert.Equal(all, lines.All);
                }
                catch (Exception problem) when (problem is FormatException or System.Text.Json.JsonException or CryptographicException)
                {
                    found++;
                }
            }
            bytes[i] = was;
        }
        Assert.InRange(found, 2 * bytes.Length, 3 * bytes.Length);
    }

    [Fact]
    public async Task Verify_TellsOfTheListBesideTheStore()
    {
        Verdict Verdict() => ErasureListCheck.AndList(StoreVerifier.Verify(_store.Console.Files), _store.Console.Files, CheckpointLog.ReadFiles(_store.Kept));
        Assert.EndsWith($", {Count} erasures listed", Verdict().Text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_store.List.Path, Text(_lines[..^1]), Http.Token);
        Assert.True(Verdict() is { IsSound: false } cut && cut.Text.StartsWith($"the list of erasures does not prove itself: it holds {Count - 1} erasures", StringComparison.Ordinal));
        await File.WriteAllTextAsync(_store.List.Path, Text(_lines.Skip(1).Select(Unsigned)), Http.Token);
        Assert.False(Verdict().IsSound);
        File.Delete(_store.List.Path);
        Assert.Contains($"no list of erasures (the checkpoint of 20", Verdict().Text, StringComparison.Ordinal);
        Assert.True(Verdict().IsSound);
    }

    [Fact]
    public async Task Doubt_HonestLists_AccuseNobody()
    {
        // A line that was cut off while it was written, the store's own way on, and one more erasure than the last checkpoint saw.
        await File.AppendAllTextAsync(_store.List.Path, $"{{\"number\":{Count + 1},\"prev", Http.Token);
        Assert.Null(_store.List.Load().Doubt(_kept));
        await _store.EraseAsync(Count);
        Assert.Equal(Count + 1, _store.List.Read().Count);
        Assert.Null(_store.List.Load().Doubt(_kept));
        Assert.Null(_store.List.Load().Doubt(CheckpointLog.ReadFiles(_store.Kept)));
        // Signed anew by another key, with that key's checkpoints beside the old ones.
        var moved = new StoreFiles(_store.NewPath("moved"));
        Directory.CreateDirectory(moved.Folder);
        moved.Erasures.Replace([.. _store.List.Read()]);
        using (var log = new CheckpointLog(_store.Kept, SigningKey.FileOf(moved.Folder))) Assert.NotNull(log.File);
        Assert.Null(moved.Erasures.Load().Doubt(CheckpointLog.ReadFiles(_store.Kept)));
        // A line that was lost with the power, and made good from the store, is the line that the checkpoint saw.
        await File.WriteAllTextAsync(_store.List.Path, Text(_lines[..^2]), Http.Token);
        Assert.Equal(0, await _store.Console.Services.ReapplyErasuresAsync(_store.Kept, Http.Token));
        Assert.Null(_store.List.Load().Doubt(CheckpointLog.ReadFiles(_store.Kept)));
    }

    private ErasureDoubt? Doubt(IEnumerable<string> lines) => ErasureLines.Read(Text(lines)).Doubt(_kept);

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string Unsigned(string line) => line[..line.LastIndexOf(",\"signature\"", StringComparison.Ordinal)] + "}";
}
