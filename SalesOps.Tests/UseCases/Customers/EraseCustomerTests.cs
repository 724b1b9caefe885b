using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>What an erasure takes, what it leaves, and that it holds.</summary>
public sealed class EraseCustomerTests : IAsyncLifetime
{
    private static readonly ReceiveMessage.Reported Trust = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1");

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);

    private readonly TestConsole _console = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Handle_AmongManyWithReadersOpen_LeavesNoPersonalByteInAnyFile()
    {
        // Texts of every length: within a page, over several, and many times rewritten rows.
        var people = Enumerable.Range(0, 200).Select(Somebody).ToList();
        foreach (var person in people)
        {
            var heard = (await SayAsync(person, 1 + person.Number % 7)).Value;
            // The runtime may make its own ids of what is personal too.
            if (heard.Assignment is not null) Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(heard.ConversationId, $"{person.Account}:r", "Dạ vâng ạ.", heard.Holder.Version), Caller.Runtime)).Succeeded);
        }
        await using var idle = _console.Read();
        await idle.Database.OpenConnectionAsync(Token);
        await idle.Customers.CountAsync(Token);
        var gone = people.Where(p => p.Number % 9 == 4).ToList();
        Assert.Equal(gone.Count * 5, RawStore.Find(_console.Files, gone.SelectMany(p => p.Personal)).Select(f => f[(f.IndexOf(':') + 1)..]).Distinct().Count());

        foreach (var person in gone) Assert.True((await EraseAsync(person.Id)).Succeeded);

        Assert.Empty(RawStore.Find(_console.Files, gone.SelectMany(p => p.Personal)));
        Assert.Empty(RawStore.Find(_console.Files, gone.Select(p => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(p.Mark)))));
        var stay = people.Except(gone).SelectMany(p => p.Personal).ToList();
        Assert.Equal(stay.Count, RawStore.Find(_console.Files, stay).Count);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_NamesOfOwnLetters_LeavesNoFragmentInTheSearchIndex()
    {
        // In Georgian and Ethiopic letters, three bytes each: two of them are in no file by chance, as two of two bytes are among so many hashes. Enough people for many pages and segments of the index.
        string Word(char first, int i) => string.Concat(Enumerable.Range(0, 8).Select(k => (char)(first + (i * 7 + k * k + i / 30 * k) % 30)));
        var gone = new List<Guid>();
        var fragments = new HashSet<string>();
        for (var i = 0; i < 400; i++)
        {
            var word = Word(i % 2 == 0 ? 'ა' : 'ሀ', i);
            var name = i % 4 == 3 ? $"Khách {i * 7919 % 1000} {i}" : $"{word} {Word('ა', i + 1)}";
            var answer = await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, $"own-{i}", $"own-{i}", "chào shop", name, null, Trust), Caller.Runtime);
            if (i % 4 == 3) continue;
            gone.Add(answer.Value.CustomerId);
            fragments.UnionWith(Enumerable.Range(0, name.Length - 1).Select(k => name.Substring(k, 2)).Where(f => !f.Contains(' ', StringComparison.Ordinal)));
        }
        Assert.NotEmpty(RawStore.Find(_console.Files, fragments));

        // As a committed batch would be: the debts are paid once, after the last.
        await Task.WhenAll(gone.Select(id => EraseAsync(id)));

        Assert.Empty(RawStore.Find(_console.Files, fragments));
        await using var store = _console.Read();
        await store.Database.OpenConnectionAsync(Token);
        var separators = new List<string>();
        using (var rows = new Statement((SqliteConnection)store.Database.GetDbConnection(), "SELECT term FROM CustomerSearch_idx"))
            while (rows.Step()) separators.Add(rows.Text(0));
        Assert.NotEmpty(separators);
        Assert.DoesNotContain(separators, s => s.Any(c => c is >= 'ა' and <= 'ჿ' or >= 'ሀ' and <= 'ፚ'));
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_ReaderInTheMiddleOfAnOlderState_EmptiesTheLogOnceItIsGone()
    {
        var person = Somebody(1);
        await SayAsync(person, 2);
        await using (var reader = new SqliteConnection(_console.Files.ReaderConnection + ";Pooling=False"))
        {
            await reader.OpenAsync(Token);
            await using var old = reader.BeginTransaction(deferred: true);
            reader.Execute("SELECT COUNT(*) FROM Customers");
            Assert.True((await EraseAsync(person.Id)).Succeeded);
            // The reader still may see it, so it is still there; everybody else goes on.
            Assert.NotEmpty(RawStore.Find(_console.Files, person.Personal));
            await SayAsync(Somebody(2), 1);
        }
        await WaitAsync(() => RawStore.Find(_console.Files, person.Personal).Count == 0);
    }

    [Fact]
    public async Task Handle_Customer_StandsOnTheAuditLogWithoutPersonalData()
    {
        var person = Somebody(1);
        await SayAsync(person, 3);
        var admin = _console.As(Role.Admin);
        Assert.Equal((person.Id, 3, 1), await EraseAsync(person.Id, admin) is { Value: var a } ? (a.CustomerId, a.Messages, a.ChannelAccounts) : default);

        await using var store = _console.Read();
        var entries = await store.AuditEntries.Where(e => e.CustomerId == person.Id).OrderBy(e => e.Sequence).ToListAsync(Token);
        var act = entries[^1];
        Assert.Equal(("customer.erased", person.Id, admin.SalesUserId), (act.Action, act.ObjectId, act.ActorId));
        Assert.Contains("\"ErasedReason\":\"customer_request\"", ChangeText.Of(act.Changes), StringComparison.Ordinal);
        Assert.All(entries, e => Assert.Null(e.Sealed));
        Assert.True(entries.Count(e => e.SealedHash.Length > 0) >= 3);
        Assert.False(await store.CustomerKeys.AnyAsync(k => k.CustomerId == person.Id, Token));
        Assert.All(await store.Operations.Where(o => entries.Select(e => e.OperationId).Contains(o.Id) && o.Id != act.OperationId).ToListAsync(Token), o => Assert.Empty(o.RequestHash));

        var row = await store.Customers.SingleAsync(c => c.Id == person.Id, Token);
        Assert.Equal(("", "", "", "customer_request", 0), (row.Name, row.SearchText, row.Identity, row.ErasedReason, row.OpenTasks));
        Assert.Equal([person.Id], _console.Files.Erasures.Read().Select(e => e.CustomerId));
        Assert.Equal((act.Sequence, act.At, admin.SalesUserId), _console.Files.Erasures.Read()[0] is var listed ? (listed.Sequence, listed.At, listed.ById) : default);
        Assert.DoesNotContain(_console.Log.Lines, line => line.Contains(person.Mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handle_WorkThatWaits_IsClosedAndCountedSo()
    {
        var person = Somebody(1);
        await SayAsync(person, 2);
        var before = Counters.All.ToDictionary(c => c, c => _console[c]);
        Assert.True((await EraseAsync(person.Id)).Succeeded);

        await using var store = _console.Read();
        Assert.All(await store.WorkTasks.Where(t => t.CustomerId == person.Id).ToListAsync(Token), t => Assert.Equal(WorkTaskStatus.Cancelled, t.Status));
        Assert.All(await store.Reviews.Where(r => r.CustomerId == person.Id).ToListAsync(Token), r => Assert.Equal(ReviewStatus.Withdrawn, r.Status));
        Assert.All(await store.Assignments.Where(a => a.CustomerId == person.Id).ToListAsync(Token), a => Assert.Equal(AssignmentStatus.Closed, a.Status));
        Assert.All(await store.Conversations.Where(c => c.CustomerId == person.Id).ToListAsync(Token), c => Assert.Equal(Holder.Nobody, c.Holder));
        Assert.Equal((2, 3, 1, 0, 0), (before[Counters.UnderstandingReviews] - _console[Counters.UnderstandingReviews], before[Counters.OpenTasks] - _console[Counters.OpenTasks],
            before[Counters.ActiveBindings] - _console[Counters.ActiveBindings], before[Counters.Customers] - _console[Counters.Customers], _console[Counters.UnboundCustomers]));
        Assert.All(Counters.All, c => Assert.Equal(Recount.Of(store, c).GetValueOrDefault(Counter.Everyone), _console[c]));
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_WhoWaitsUnbound_WaitsNoMore()
    {
        foreach (var agent in _console.Lane.Last.Directory.AiAgents.Values) Assert.True((await _console.EditAsync(agent.Name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay)).Succeeded);
        var waiting = (await _console.WriteAsync("nobody's")).CustomerId;
        await using var store = _console.Read();
        Assert.NotNull((await store.Customers.SingleAsync(c => c.Id == waiting, Token)).WaitingSince);
        Assert.True((await EraseAsync(waiting)).Succeeded);
        Assert.Null((await store.Customers.SingleAsync(c => c.Id == waiting, Token)).WaitingSince);
        Assert.Equal(0, _console[Counters.UnboundCustomers]);
    }

    [Fact]
    public async Task Handle_SomeOfMany_BothVerifiersFindTheStoreSound()
    {
        for (var i = 0; i < 4; i++)
        {
            var person = Somebody(i);
            await SayAsync(person, 3);
            if (i % 2 == 0) Assert.True((await EraseAsync(person.Id)).Succeeded);
        }
        var copy = Path.Combine(_console.Files.Folder, "copy.db");
        Assert.StartsWith("sound", StoreBackup.Save(_console.Files, copy, Token).Text, StringComparison.Ordinal);
        var (exit, said) = await Python.VerifyAsync(copy);
        Assert.True(exit == 0, string.Join('\n', said));
    }

    [Fact]
    public async Task Handle_PersonHeldTheConversation_TakeoverEnds()
    {
        await using var store = _console.Read();
        var held = await store.Conversations.SingleAsync(c => c.Holder == Holder.Human, Token);
        Assert.True((await EraseAsync(held.CustomerId)).Succeeded);
        var after = await store.Conversations.SingleAsync(c => c.Id == held.Id, Token);
        Assert.Equal((Holder.Nobody, null, held.StateBefore, 0), (after.Holder, after.HolderUserId, after.State, _console[Counters.RunningTakeovers]));
    }

    [Fact]
    public async Task Handle_SameAccountWritesAgain_IsANewCustomer()
    {
        var person = Somebody(1);
        var first = (await SayAsync(person, 1)).Value;
        Assert.True((await EraseAsync(person.Id)).Succeeded);

        // What the channel delivers once more is answered as then, and brings nobody back.
        var again = await _console.SendAsync(person.Message(0), Caller.Runtime);
        Assert.Equal((first.CustomerId, true), (again.Value.CustomerId, again.Receipt!.Duplicate));
        Assert.Empty(RawStore.Find(_console.Files, person.Personal));

        var anew = await _console.SendAsync(person.Message(9), Caller.Runtime);
        Assert.NotEqual(first.CustomerId, anew.Value.CustomerId);
        Assert.Equal("new_customer", anew.Value.Assignment?.Reason);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_UnconfirmedUnknownOrTwice_IsRefused()
    {
        var person = Somebody(1);
        await SayAsync(person, 1);
        var asked = new EraseCustomer.Command(Guid.NewGuid(), person.Id, "customer_request", ShortId.Of(person.Id));
        Assert.Equal("confirmation", Assert.Single((await _console.SendAsync(asked with { Confirmation = "ja" })).Errors).Field);
        Assert.Equal("reason", Assert.Single((await _console.SendAsync(asked with { Reason = "said Lan" })).Errors).Field);
        var nobody = Guid.NewGuid();
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await _console.SendAsync(asked with { CustomerId = nobody, Confirmation = ShortId.Of(nobody) })).Errors).Kind);
        Assert.True((await _console.SendAsync(asked)).Succeeded);
        Assert.True((await _console.SendAsync(asked)).Receipt!.Duplicate);
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await _console.SendAsync(asked with { OperationId = Guid.NewGuid() })).Errors).Kind);
        Assert.Single(_console.Files.Erasures.Read());
    }

    [Fact]
    public async Task BindWaiting_ErasedCustomers_StayUnbound()
    {
        var person = Somebody(1);
        await SayAsync(person, 1);
        Assert.True((await EraseAsync(person.Id)).Succeeded);
        await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "New", _console.As(Role.Admin).SalesUserId!.Value, "vi", [Channel.Telegram], 5));
        Assert.False((await _console.SendAsync(new Domain.UseCases.Assignments.BindWaitingCustomers.Command(Guid.NewGuid()))).Succeeded);
    }

    private Task<Result<EraseCustomer.Answer>> EraseAsync(Guid id, Caller? by = null) =>
        _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), by);

    private async Task<Result<ReceiveMessage.Answer>> SayAsync(Person person, int times)
    {
        Result<ReceiveMessage.Answer> answer = null!;
        for (var i = 0; i < times; i++) answer = await _console.SendAsync(person.Message(i), Caller.Runtime);
        person.Id = answer.Value.CustomerId;
        return answer;
    }

    private static Person Somebody(int number) => new(number, $"Zxq{number * 7919 % 1000:000}{(char)('a' + number % 26)}q{number:000}");

    /// <summary>Waits no longer than an erasure may take.</summary>
    private static async Task WaitAsync(Func<bool> condition)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(Token);
        within.CancelAfter(Promised);
        while (!condition()) await Task.Delay(50, within.Token);
    }

    private sealed record Person(int Number, string Mark)
    {
        public Guid Id { get; set; }
        public string Name => $"Đoàn {Mark} Mốc";
        public string Account => $"acc-{Mark}-0901";

        /// <summary>Name, folded name, account, message id and text, as bytes on the disk would have them.</summary>
        public IReadOnlyList<string> Personal => [Name, $"doan {Mark.ToLowerInvariant()}", Account, $"{Account}:", $"số {Mark}-"];

        public ReceiveMessage.Command Message(int i) => new(Channel.Telegram, Account, $"{Account}:{i}",
            $"Tôi là số {Mark}-{i} " + new string('z', Number % 11 == 0 ? 6000 : Number * 13 % 300), Name, null, Trust);
    }
}
