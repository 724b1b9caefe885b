using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Who is kept, for how long, and what becomes of the others.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Mark = "zwrkq-lan-0909123456";
    private static readonly TimeSpan Grace = Domain.Model.Rules.ConsoleSettings.RetentionGrace;

    private readonly TestConsole _console = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Worker_WhoIsSilentForLonger_IsErasedAsByHand_OthersStay()
    {
        var gone = await _console.WriteAsync(Mark);
        var (held, noted, later) = (await _console.WriteAsync("held"), await _console.WriteAsync("noted"), await _console.WriteAsync("later"));
        _console.Clock.Advance(TimeSpan.FromDays(10));
        var writes = await _console.WriteAsync("writes");
        await TakeOverAsync(held.ConversationId);
        await AddTaskAsync(noted.CustomerId, TaskKind.FollowUp, TimeSpan.FromDays(1));
        await AddTaskAsync(later.CustomerId, TaskKind.AskCustomer, TimeSpan.FromDays(60));
        await _console.LiveAsync(TimeSpan.FromDays(20) - Grace);
        Assert.True((await _console.KeepAsync("30")).Succeeded);
        _console.Clock.Advance(Grace);
        _console.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var preview = (await _console.SendAsync(new PreviewRetention.Query(30), _console.Admin())).Value;
        var since = _console.Lane.Last.Counters.Sequence;

        await WorkAsync();

        await using var store = _console.Read();
        var erased = await store.Customers.Where(c => c.ErasedAt != null).ToListAsync(Token);
        Assert.Equal((preview.Customers, false), (erased.Count, preview.IsMore));
        Assert.Contains(gone.CustomerId, erased.Select(c => c.Id));
        Assert.All((Guid[])[held.CustomerId, noted.CustomerId, later.CustomerId, writes.CustomerId], id => Assert.DoesNotContain(id, erased.Select(c => c.Id)));
        // The sample's own conversation that a person holds is one more.
        Assert.Equal(4, preview.Held);
        Assert.All(erased, c => Assert.Equal("retention", c.ErasedReason));
        Assert.All(_console.Actions(since), action => Assert.Equal(Erasure.Action, action));
        var act = await store.AuditEntries.SingleAsync(a => a.CustomerId == gone.CustomerId && a.Action == Erasure.Action, Token);
        Assert.Equal((ActorKind.System, null), (act.ActorKind, act.ActorId));
        Assert.Contains("\"ErasedReason\":\"retention\"", ChangeText.Of(act.Changes), StringComparison.Ordinal);
        Assert.Contains(new Erasure(gone.CustomerId, act.At, "retention", null, act.Sequence, Convert.ToHexStringLower(act.Hash)), _console.Files.Erasures.Read());
        Assert.Empty(RawStore.Find(_console.Files, [Mark]));
        Assert.DoesNotContain(_console.Log.Lines, line => line.Contains(Mark, StringComparison.Ordinal));
        _console.AssertSound();
        var copy = Path.Combine(_console.Files.Folder, "copy.db");
        Assert.True(StoreBackup.Save(_console.Files, copy, Token).IsSound);
        var (exit, said) = await Python.VerifyAsync(copy);
        Assert.True(exit == 0, string.Join('\n', said));
    }

    [Fact]
    public async Task Find_KeptForGoodOrJustSet_NobodyIsFound()
    {
        await _console.WriteAsync("lan");
        await _console.LiveAsync(TimeSpan.FromDays(40));
        Assert.Empty(await FindAsync());
        await _console.KeepAsync("30");
        _console.Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.Empty(await FindAsync());
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var found = await FindAsync();
        Assert.NotEmpty(found);
        // Set anew, it is fresh again.
        await _console.KeepAsync("35");
        Assert.Empty(await FindAsync());
        Assert.Equal(ErrorKind.Conflict, (await EraseAsync(found[0])).Errors[0].Kind);
        _console.Clock.Advance(Grace);
        Assert.Equal(found, await FindAsync());
        await _console.KeepAsync("none");
        _console.Clock.Advance(Grace);
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Find_ClockLeapt_NobodyIsFound_UntilItRanForDays()
    {
        await _console.WriteAsync("lan");
        await _console.KeepAsync("30");
        await _console.LiveAsync(TimeSpan.FromDays(10));
        _console.Clock.Advance(TimeSpan.FromDays(365));
        Assert.Empty(await FindAsync());
        // Nor do entries of the wrong time say that it is right.
        await _console.DoSomethingAsync();
        Assert.Empty(await FindAsync());
        // Set right, nobody's time is over; where it was right, as after a year switched off, it goes on.
        _console.Clock.Advance(TimeSpan.FromDays(-365));
        Assert.Empty(await FindAsync());
        _console.Clock.Advance(TimeSpan.FromDays(365));
        _console.Clock.Advance(ClockTrust.Proof - TimeSpan.FromMinutes(1));
        Assert.Empty(await FindAsync());
        _console.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEmpty(await FindAsync());
    }

    [Fact]
    public async Task ClockTrust_NothingIsWritten_BelievesTheClockThatRanByItself_NotOneThatLeapt()
    {
        var clock = new RunningClock();
        var trust = new ClockTrust(clock);
        await using var store = _console.Read();
        clock.Run(ClockTrust.Proof - TimeSpan.FromMinutes(1));
        Assert.False(await trust.IsBelievedAsync(store, Token));
        clock.Run(TimeSpan.FromMinutes(1));
        Assert.True(await trust.IsBelievedAsync(store, Token));
        clock.Leap(TimeSpan.FromDays(400));
        Assert.False(await trust.IsBelievedAsync(store, Token));
        clock.Run(ClockTrust.Proof - TimeSpan.FromMinutes(1));
        Assert.False(await trust.IsBelievedAsync(store, Token));
        clock.Run(TimeSpan.FromMinutes(1));
        Assert.True(await trust.IsBelievedAsync(store, Token));
    }

    [Fact]
    public async Task Worker_OneErasureFails_TheOthersAreErased_AndThoseBehindThem()
    {
        var broken = await _console.WriteAsync("broken");
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < FindSilentCustomers.AtOnce; i++) await _console.WriteAsync($"other-{i}");
        await _console.KeepAsync("30");
        await _console.LiveAsync(TimeSpan.FromDays(35));
        Assert.Contains(broken.CustomerId, await FindAsync());
        RawStore.Execute(_console.Files, $"CREATE TRIGGER broken BEFORE UPDATE ON Customers WHEN NEW.Id = x'{Convert.ToHexString(broken.CustomerId.ToByteArray(bigEndian: true))}' BEGIN SELECT RAISE(ABORT, 'broken'); END");

        await WorkAsync();

        await using var store = _console.Read();
        Assert.Equal(FindSilentCustomers.AtOnce - 1, await store.Customers.CountAsync(c => c.ErasedAt != null, Token));
        Assert.Null((await store.Customers.SingleAsync(c => c.Id == broken.CustomerId, Token)).ErasedAt);
        Assert.Contains(_console.Log.Errors, line => line.Contains($"{broken.CustomerId}", StringComparison.Ordinal));
        var behind = (await _console.SendAsync(new FindSilentCustomers.Query { Except = new HashSet<Guid> { broken.CustomerId } })).Value.Customers;
        Assert.NotEmpty(behind);
        Assert.DoesNotContain(broken.CustomerId, behind);
    }

    [Fact]
    public async Task Erase_FoundButTakenOverOrHeardFromMeanwhile_IsKept()
    {
        var (lan, duc) = (await _console.WriteAsync("lan"), await _console.WriteAsync("duc"));
        await _console.KeepAsync("30");
        await _console.LiveAsync(TimeSpan.FromDays(31));
        Assert.Superset(new HashSet<Guid> { lan.CustomerId, duc.CustomerId }, (await FindAsync()).ToHashSet());
        await _console.WriteAsync("lan");
        await TakeOverAsync(duc.ConversationId);

        Assert.Equal(ErrorKind.Conflict, (await EraseAsync(lan.CustomerId)).Errors[0].Kind);
        Assert.Equal(ErrorKind.Conflict, (await EraseAsync(duc.CustomerId)).Errors[0].Kind);
        Assert.Equal(ErrorKind.Conflict, (await EraseAsync(Guid.NewGuid())).Errors[0].Kind);
        Assert.False(File.Exists(_console.Files.Erasures.Path));
    }

    [Fact]
    public async Task Preview_OutOfBounds_IsRefused_AndNobodyIsSaid()
    {
        Assert.Equal("range", Assert.Single((await _console.SendAsync(new PreviewRetention.Query(29))).Errors).Code);
        Assert.Equal("range", Assert.Single((await _console.SendAsync(new PreviewRetention.Query(3651))).Errors).Code);
        Assert.Equal(new PreviewRetention.Answer(0, 0, null, false), (await _console.SendAsync(new PreviewRetention.Query(3650))).Value);
    }

    [Fact]
    public async Task Reapply_StoreFromBefore_IsErasedAgainForTheSameReason_WhichIsNotForPeople()
    {
        var lan = await _console.WriteAsync(Mark);
        var byHand = new EraseCustomer.Command(Guid.NewGuid(), lan.CustomerId, "retention", ShortId.Of(lan.CustomerId));
        Assert.Equal("reason", Assert.Single((await _console.SendAsync(byHand, _console.Admin())).Errors).Field);
        using var backup = new StoreCopy(_console.Files);
        Assert.True(await _console.EraseSilentAsync() > 0);
        _console.Files.CopyListTo(backup.Files);

        await using var restored = new TestConsole(backup.Files.Folder, keep: true);
        Assert.Equal(_console.Files.Erasures.Read().Count, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.Empty(RawStore.Find(restored.Files, [Mark]));
        await using var store = restored.Read();
        Assert.Equal("retention", (await store.Customers.SingleAsync(c => c.Id == lan.CustomerId, Token)).ErasedReason);
        restored.AssertSound();
    }

    /// <summary>A clock whose hands can be moved while it runs.</summary>
    private sealed class RunningClock : TimeProvider
    {
        private DateTimeOffset _now = new(2036, 6, 3, 4, 30, 0, TimeSpan.Zero);
        private TimeSpan _ran;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _ran.Ticks;

        public void Run(TimeSpan time) => (_now, _ran) = (_now + time, _ran + time);

        public void Leap(TimeSpan by) => _now += by;
    }

    /// <summary>Lets the worker go until it says that it erased somebody.</summary>
    private async Task WorkAsync()
    {
        using var logs = new LoggerFactory([_console.Log]);
        using var worker = new SilentCustomers(_console.Services, _console.Clock, logs.CreateLogger<SilentCustomers>());
        await worker.StartAsync(Token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_console.Log.Lines.Any(l => l.Contains("kept long enough", StringComparison.Ordinal))) await Task.Delay(20, patience.Token);
        await worker.StopAsync(Token);
    }

    private async Task<IReadOnlyList<Guid>> FindAsync() => (await _console.SendAsync(new FindSilentCustomers.Query())).Value.Customers;

    private Task<Result<EraseSilentCustomer.Answer>> EraseAsync(Guid id) => _console.SendAsync(new EraseSilentCustomer.Command(Guid.NewGuid(), id));

    private async Task TakeOverAsync(Guid conversation)
    {
        await using var store = _console.Read();
        var version = (await store.Conversations.SingleAsync(c => c.Id == conversation, Token)).HolderVersion;
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), conversation, version, "drill"), _console.Admin())).Succeeded);
    }

    private async Task AddTaskAsync(Guid customer, TaskKind kind, TimeSpan due)
    {
        var admin = _console.Admin();
        var command = new AddTask.Command(Guid.NewGuid(), customer, kind, admin.SalesUserId!.Value, (_console.Clock.GetUtcNow() + due).UtcDateTime, "Gọi lại");
        Assert.True((await _console.SendAsync(command, admin)).Succeeded);
    }
}
