using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

public sealed class WriteLaneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_ManyWaiting_CommitsThemTogether()
    {
        await using var console = new TestConsole();
        var commits = 0;
        console.Lane.Committed += _ => Interlocked.Increment(ref commits);
        using var block = await console.Lane.BlockAsync();
        var waiting = Enumerable.Range(0, 100).Select(i => console.Lane.AddPersonAsync($"p{i}@example.com")).ToArray();
        block.Release.SetResult();

        var answers = await Task.WhenAll(waiting);

        Assert.All(answers, a => Assert.Equal(LaneStatus.Done, a.Status));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), answers.Select(a => a.Sequence));
        Assert.Equal(1, commits);
        AssertSound(console);
    }

    [Fact]
    public async Task Submit_LaneIsClosed_IsUnavailable()
    {
        await using var console = new TestConsole();
        await console.Lane.DisposeAsync();
        Assert.Equal(LaneStatus.Unavailable, (await console.Lane.AddPersonAsync("late@example.com")).Status);
    }

    [Fact]
    public async Task Submit_ManyCallers_EachIsAnsweredWhenAReaderSeesItsRow()
    {
        await using var console = new TestConsole();

        var seen = await Task.WhenAll(Enumerable.Range(0, 150).Select(async i =>
        {
            var answer = await console.Lane.AddPersonAsync($"p{i}@example.com");
            await using var store = console.Read();
            return answer.Status == LaneStatus.Done
                && await store.SalesUsers.AnyAsync(u => u.Email == $"p{i}@example.com", Token)
                && await store.AuditEntries.AnyAsync(a => a.Sequence == answer.Sequence, Token)
                && console.Lane.Last.Counters.Sequence >= answer.Sequence;
        }));

        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public async Task Submit_FailuresInABatch_TakeNoOtherWithThem()
    {
        await using var console = new TestConsole();
        await console.Lane.AddPersonAsync("zero@example.com");
        using var block = await console.Lane.BlockAsync();
        var first = console.Lane.AddPersonAsync("one@example.com");
        var throws = console.Lane.RunAsync(change =>
        {
            LaneCommands.AddPerson(change, "thrown@example.com");
            throw new NotSupportedException("broken on purpose");
        });
        var second = console.Lane.AddPersonAsync("two@example.com");
        var twice = console.Lane.AddPersonAsync("one@example.com");
        var refused = console.Lane.RefuseAsync(change => LaneCommands.AddPerson(change, "refused@example.com"));
        var third = console.Lane.AddPersonAsync("three@example.com");
        block.Release.SetResult();

        Assert.Equal([2, 3, 4], (await Task.WhenAll(first, second, third)).Select(a => a.Sequence));
        await Assert.ThrowsAsync<NotSupportedException>(() => throws);
        Assert.Equal(19, (await Assert.ThrowsAsync<SqliteException>(() => twice)).SqliteErrorCode);
        Assert.Equal(LaneStatus.Refused, (await refused).Status);
        Assert.Equal(["one@example.com", "three@example.com", "two@example.com", "zero@example.com"], await EmailsAsync(console));
        Assert.Equal(4, console[Counters.SalesUsers]);
        Assert.Equal(4, console.Lane.Last.Directory.SalesUsers.Count);
        AssertSound(console);
    }

    [Fact]
    public async Task Submit_AfterARollback_GoesOnFromTheRightHead()
    {
        await using var console = new TestConsole();
        await console.Lane.AddPersonAsync("one@example.com");
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<SqliteException>(() => console.Lane.AddPersonAsync("one@example.com"));

        var next = await console.Lane.AddPersonAsync("two@example.com");

        Assert.Equal(2, next.Sequence);
        Assert.Equal(2, console[Counters.SalesUsers]);
        AssertSound(console);
    }

    [Fact]
    public async Task Submit_Refused_ChangesNothing()
    {
        await using var console = new TestConsole();
        var before = console.Lane.Last;

        var answer = await console.Lane.RefuseAsync(change => LaneCommands.AddPerson(change, "one@example.com"));
        Assert.Equal((LaneStatus.Refused, "refused"), (answer.Status, answer.Value));
        Assert.Same(before, console.Lane.Last);

        await console.Lane.AddPersonAsync("two@example.com");
        Assert.Equal(["two@example.com"], await EmailsAsync(console));
        await using var store = console.Read();
        Assert.Equal(1, await store.Operations.CountAsync(Token));
        AssertSound(console);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Submit_SameOperationConcurrently_HasOneEffect(bool inOneBatch)
    {
        await using var console = new TestConsole();
        var operation = Guid.NewGuid();
        using var block = inOneBatch ? await console.Lane.BlockAsync() : null;
        Task<LaneAnswer>[] all = [.. Enumerable.Range(0, 20).Select(_ => console.Lane.AddPersonAsync("one@example.com", operation)),
            console.Lane.AddPersonAsync("other@example.com", operation, kind: 1)];
        block?.Release.SetResult();

        var answers = await Task.WhenAll(all);

        Assert.Equal(LaneStatus.Done, answers[0].Status);
        Assert.All(answers[1..^1], a => Assert.Equal((LaneStatus.Duplicate, 1L, "{}"), (a.Status, a.Sequence, System.Text.Encoding.UTF8.GetString(a.Stored!))));
        Assert.Equal(LaneStatus.Reused, answers[^1].Status);
        Assert.Equal(["one@example.com"], await EmailsAsync(console));
        AssertSound(console);
    }

    [Fact]
    public async Task Submit_QueueFull_IsBusyAndSaysWhenToComeBack()
    {
        await using var console = new TestConsole();
        using var block = await console.Lane.BlockAsync();
        var waiting = Enumerable.Range(0, 4096).Select(_ => console.Lane.RefuseAsync(_ => { })).ToArray();

        var late = console.Lane.AddPersonAsync("late@example.com");

        Assert.True(late.IsCompletedSuccessfully);
        var busy = await late;
        Assert.Equal(LaneStatus.Busy, busy.Status);
        Assert.True(busy.RetryAfter > TimeSpan.Zero);
        Assert.DoesNotContain(waiting, w => w.IsCompleted);
        block.Release.SetResult();
        Assert.All(await Task.WhenAll(waiting), a => Assert.Equal(LaneStatus.Refused, a.Status));
        Assert.Equal(LaneStatus.Done, (await console.Lane.AddPersonAsync("late@example.com")).Status);
    }

    [Fact]
    public async Task Dispose_CommandsWait_FinishesThemFirst()
    {
        await using var console = new TestConsole();
        using var block = await console.Lane.BlockAsync();
        var waiting = Enumerable.Range(0, 50).Select(i => console.Lane.AddPersonAsync($"p{i}@example.com")).ToArray();

        var closing = console.Lane.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        block.Release.SetResult();
        await closing;

        Assert.All(waiting, w => Assert.True(w.IsCompletedSuccessfully));
        Assert.All(await Task.WhenAll(waiting), a => Assert.Equal(LaneStatus.Done, a.Status));
        Assert.Equal(50, (await EmailsAsync(console)).Count);
        AssertSound(console);
    }

    public static TheoryData<string> Unjournalled => ["change without action", "action without change", "second action without change", "personal change about nobody"];

    [Theory]
    [MemberData(nameof(Unjournalled))]
    public async Task Submit_ChangeAndJournalDisagree_CannotCommit(string what)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var sequence = console.Lane.Last.Counters.Sequence;
        var tiles = Counters.Tiles.Select(t => console[t]).ToArray();

        await Assert.ThrowsAsync<InvalidOperationException>(() => console.Lane.RunAsync(change =>
        {
            switch (what)
            {
                case "change without action":
                    change.Add(new SalesUser(change.NewId(), "x", "x@example.com", Role.Ops, change.Now));
                    break;
                case "action without change":
                    change.Record("sales_user.invited", change.Store.SalesUsers.First());
                    break;
                case "second action without change":
                    LaneCommands.AddPerson(change, "x@example.com");
                    change.Record("ai_agent.created", change.Store.AiAgents.First());
                    break;
                default:
                    change.Store.Customers.First().Seen(change.Store.ChannelIdentities.OrderBy(i => i.CreatedAt).Last(), change.Now);
                    change.Record("sales_user.invited", change.Store.SalesUsers.First());
                    break;
            }
        }));

        await console.Lane.AddPersonAsync("next@example.com");
        Assert.Equal(sequence + 1, console.Lane.Last.Counters.Sequence);
        Assert.Equal(tiles.Select((t, i) => i == 0 ? t + 1 : t), Counters.Tiles.Select(t => console[t]));
        Assert.DoesNotContain("x@example.com", await EmailsAsync(console));
        AssertSound(console);
    }

    private static void AssertSound(TestConsole console)
    {
        var verdict = StoreVerifier.Verify(console.Files);
        Assert.True(verdict.IsSound, verdict.Text);
        using var store = console.Read();
        foreach (var counter in Counters.All)
            Assert.Equal(Recount.Of(store, counter).GetValueOrDefault(Counter.Everyone), console[counter]);
    }

    private static async Task<List<string>> EmailsAsync(TestConsole console)
    {
        await using var store = console.Read();
        return await store.SalesUsers.OrderBy(u => u.Email).Select(u => u.Email).ToListAsync(Token);
    }
}
