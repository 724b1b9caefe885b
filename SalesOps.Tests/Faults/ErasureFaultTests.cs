using System.Buffers.Binary;
using System.Text;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>A disk that is full at any call of an erasure delays it, and leaves no byte in the end: by the lane itself, or by the next process.</summary>
public sealed class ErasureFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Step = 7;
    private const int Page = 4096;
    private const int Gone = 31;
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);
    private readonly string _place = Directory.CreateTempSubdirectory("salesops-owed-").FullName;
    private Guid _gone;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Made => Path.Combine(_place, "made");

    public async ValueTask InitializeAsync()
    {
        await using (var console = new TestConsole(Made, keep: true, asServed: true))
        {
            await console.FileSampleAsync();
            for (var i = 0; i < 40; i++)
            {
                var answer = await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, Mark(i), $"{Mark(i)}:1", $"Tôi là {Mark(i)} " + new string('z', i * 37 % 900), Mark(i)), Caller.Runtime);
                if (i == Gone) _gone = answer.Value.CustomerId;
            }
        }
        LeaveCopies();
    }

    /// <summary>Puts what a row that moved leaves into the unused part of every page that has room.</summary>
    private void LeaveCopies()
    {
        var (file, copies) = (new StoreFiles(Made).Database, 0);
        var (store, copy) = (File.ReadAllBytes(file), Encoding.UTF8.GetBytes(Mark(Gone)));
        for (var page = Page; page < store.Length; page += Page)
        {
            int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(store.AsSpan(page + at));
            var (start, end) = (8 + 2 * Word(3) + 40, Word(5) - copy.Length);
            if (store[page] is not (10 or 13) || start >= end) continue;
            copy.CopyTo(store, page + start);
            copies++;
        }
        Assert.True(copies > 20, $"{copies}");
        File.WriteAllBytes(file, store);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_place, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erasure_DiskFullAtAnyCall_LeavesNoByteInTheEnd(bool isStartedAnew)
    {
        var refused = 0;
        for (var at = 0; await EraseAsync(at, isStartedAnew); at += Step) refused++;
        output.WriteLine($"{refused} points");
        Assert.True(refused > 5, $"{refused}");
    }

    private async Task<bool> EraseAsync(int at, bool isStartedAnew)
    {
        var folder = Path.Combine(_place, $"{at}");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Made)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var files = new StoreFiles(folder);
        using var disk = new FaultyDisk(folder);
        await using (var console = new TestConsole(folder, keep: true, asServed: true))
        {
            disk.Refuse(DiskFault.Full, at);
            await SendAsync(console);
            if (!isStartedAnew) await CleanedAsync(console, disk, files);
        }
        disk.Heal();
        if (isStartedAnew)
        {
            await using var next = new TestConsole(folder, keep: true, asServed: true);
            await CleanedAsync(next, disk, files);
        }
        Directory.Delete(folder, recursive: true);
        return disk.Fired is not null;
    }

    /// <summary>Heals the disk and asks for the erasure once more, which may have been carried out; then waits until nothing is left, no longer than an erasure may take.</summary>
    private async Task CleanedAsync(TestConsole console, FaultyDisk disk, StoreFiles files)
    {
        disk.Heal();
        using var within = CancellationTokenSource.CreateLinkedTokenSource(Token);
        within.CancelAfter(Promised);
        var awaited = "the erasure to be taken";
        try
        {
            while (!await SendAsync(console)) await Task.Delay(50, within.Token);
            awaited = "no byte of it to be left";
            while (RawStore.Find(files, [Mark(Gone)]).Count > 0) await Task.Delay(50, within.Token);
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"Waited {Promised.TotalSeconds} s for {awaited}, after a {disk.Fired} that was refused: {string.Join(", ", RawStore.Find(files, [Mark(Gone)]))}");
        }
        Assert.Equal(_gone, Assert.Single(files.Erasures.Read()).CustomerId);
        Assert.True(StoreVerifier.Verify(files).IsSound);
    }

    private async Task<bool> SendAsync(TestConsole console) => await console.SendAsync(new EraseCustomer.Command(new Guid(1, 0, 0, new byte[8]), _gone, "legal_order", ShortId.Of(_gone))) is { } answer
        && (answer.Succeeded || (answer.Errors[0].Kind == ErrorKind.Unavailable ? false : throw new InvalidOperationException(answer.Errors[0].Message)));

    private static string Mark(int i) => $"zxq{i * 7919 % 1000:000}-{i:00}";
}
