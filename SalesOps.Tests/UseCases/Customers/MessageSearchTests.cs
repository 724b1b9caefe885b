using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Search;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Customers are found by what was said, once it was read; what was erased is out at once, with every byte.</summary>
public sealed class MessageSearchTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private int _messages;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MessageIndexing Indexing => (MessageIndexing)_console.Services.GetService(typeof(MessageIndexing))!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("hoàn tiền", "a")]
    [InlineData("HOAN TIEN", "a")]
    [InlineData("ho\u0061\u0300n ti\u0065\u0302\u0300n", "a")]
    [InlineData("đơn", "a")]
    [InlineData("don hoan", "a")]
    [InlineData("hoa", "b")]
    [InlineData("hoan 退款", null)]
    [InlineData("退款", "c")]
    [InlineData("款", "c d")]
    [InlineData("款退", "d")]
    [InlineData("0912345678", "b")]
    [InlineData("+84 912 345 678", "b")]
    [InlineData("giá?", "a b")]
    [InlineData("“gia”", "a b")]
    [InlineData("khong co", null)]
    [InlineData("Text:gia OR hoa", null)]
    [InlineData("gi*", "a")]
    [InlineData("được rồi ạ", "a")]
    public async Task Text_WordsOfOneMessage_FindItsCustomer(string text, string? who)
    {
        await _console.FileSampleAsync();
        await SayAsync("a", "Đơn này hoàn tiền được không, giá?");
        var talk = await SayAsync("a", "gi vậy shop");
        await SayAsync("b", "Hoa 0912 345 678 hỏi giá");
        await SayAsync("c", "我要退款，谢谢");
        await SayAsync("d", "款退了吗");
        await SayAsync("e", "Chào shop");
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(talk.ConversationId, "r-1", "Được rồi ạ", talk.Holder.Version), Caller.Runtime)).Succeeded);
        await ReadAsync();
        Assert.Equal(who?.Split(' ') ?? [], (await FindAsync(text)).Rows.Select(r => r.Name).Where(n => n.Length == 1).Order());
    }

    [Theory]
    [InlineData("?!")]
    [InlineData("\0")]
    [InlineData("😀")]
    public async Task Text_WithoutAWord_IsRefusedByField(string text) =>
        Assert.Equal(("text", "no_words"), Assert.Single((await _console.SendAsync(Query(text))).Errors) is var error ? (error.Field, error.Code) : default);

    [Fact]
    public async Task Step_BeforeAndAfter_SaysHowFarItHasCome()
    {
        await SayAsync("a", "hoàn tiền");
        Assert.Null(Indexing.UpTo);
        Assert.Empty((await FindAsync("tien")).Rows);
        // What came in this second waits for the next step.
        await Indexing.StepAsync(Token);
        Assert.Empty((await FindAsync("tien")).Rows);
        await ReadAsync();
        Assert.Equal(_console.Clock.GetUtcNow().UtcDateTime.AddSeconds(-1), Indexing.UpTo);
        Assert.Single((await FindAsync("tien")).Rows);
    }

    [Fact]
    public async Task Step_ClockIsSetBack_FindsWhatCameSince()
    {
        await SayAsync("a", "hoàn tiền");
        await ReadAsync();
        _console.Clock.Advance(TimeSpan.FromHours(-1));
        await SayAsync("b", "hoàn tiền nhé");
        await ReadAsync();
        Assert.Equal(["a", "b"], (await FindAsync("hoan tien")).Rows.Select(r => r.Name).Order());
        _console.Clock.Advance(TimeSpan.FromHours(2));
        await SayAsync("c", "hoàn tiền đi");
        await ReadAsync();
        Assert.Equal(["a", "b", "c"], (await FindAsync("hoan tien")).Rows.Select(r => r.Name).Order());
    }

    [Fact]
    public async Task Step_StartedWithNothingMissing_ReadsTheSameMessagesOnceOnly()
    {
        await SayAsync("a", "hoàn tiền");
        await ReadAsync();
        var started = new MessageIndexing(_console.Files, _console.Lane, _console.Clock);
        Assert.False(await started.StepAsync(Token));
        // What it has passed over it would find missing if it read it again.
        await _console.Lane.TendAsync(connection => connection.Execute("DELETE FROM MessageSearch_rows"));
        Assert.False(await started.StepAsync(Token));
        await using var store = _console.Read();
        Assert.Equal(0, await store.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM MessageSearch_rows").SingleAsync(Token));
    }

    [Fact]
    public async Task Step_IsToStop_EndsItsReading()
    {
        await SayAsync("a", "hoàn tiền");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Indexing.StepAsync(stop.Token));
        using var reader = _console.Files.OpenReader();
        reader.Heed(stop.Token);
        Assert.Equal(9, Assert.Throws<SqliteException>(() => reader.Number("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n")).SqliteErrorCode);
    }

    [Fact]
    public async Task Step_ClockWasSetBackBetweenTwoSteps_CatchesUpWithTheNextStart()
    {
        await SayAsync("a", "hoàn tiền");
        await ReadAsync();
        _console.Clock.Advance(TimeSpan.FromHours(-1));
        await SayAsync("b", "hoàn tiền nhé");
        _console.Clock.Advance(TimeSpan.FromHours(2));
        await ReadAsync();
        Assert.Equal(["a"], (await FindAsync("hoan tien")).Rows.Select(r => r.Name));
        var started = new MessageIndexing(_console.Files, _console.Lane, _console.Clock);
        Assert.False(await started.StepAsync(Token));
        Assert.Equal(["a", "b"], (await FindAsync("hoan tien")).Rows.Select(r => r.Name).Order());
    }

    [Fact]
    public async Task Text_MoreMessagesThanAreLookedUp_FindsCustomersOfTheNewestAndSaysThereAreMore()
    {
        await SayAsync("old", "giá cũ");
        _console.Clock.Advance(TimeSpan.FromSeconds(2));
        foreach (var many in Enumerable.Range(0, MessageSearch.Few).Chunk(1000)) await Task.WhenAll(many.Select(i => SayAsync($"c{i % 7}", "giá bao nhiêu")));
        await ReadAsync();
        var page = await FindAsync("gia");
        Assert.Equal((7, true), (page.Total, page.IsMore));
        Assert.Equal((1, false), await FindAsync("gia cu") is var rare ? (rare.Total, rare.IsMore) : default);
    }

    [Fact]
    public async Task Text_Salesperson_FindsOnlyTheirOwn()
    {
        await _console.FileSampleAsync();
        await SayAsync("a", "hoàn tiền");
        await ReadAsync();
        var owner = Assert.Single((await FindAsync("hoan tien")).Rows).SalesUser;
        var directory = _console.Lane.Last.Directory.SalesUsers.Values.Where(u => u.Role == Role.RealSalesUser);
        foreach (var person in directory)
            Assert.Equal(person.Name == owner ? 1 : 0, (await _console.SendAsync(Query("hoan tien"), Caller.Person(person))).Value.Total);
    }

    [Fact]
    public async Task Text_WordThatFoldsToMoreThanTheIndexKeeps_IsHonest()
    {
        // One character of 4 letters, 8 bytes.
        await SayAsync("long", new string('\uFDF2', 7980) + " hoàn tiền");
        await ReadAsync();
        Assert.Equal("long", Assert.Single((await FindAsync("hoan tien")).Rows).Name);
        var verdict = StoreVerifier.Verify(_console.Files);
        Assert.True(verdict.IsSound, verdict.Text);
    }

    [Fact]
    public async Task Text_MergedCustomers_IsFoundAtWhoStayed()
    {
        await _console.FileSampleAsync();
        var (stays, goes) = (await SayAsync("a", "xin chào 123"), await SayAsync("b", "hoàn tiền", Channel.Telegram));
        await ReadAsync();
        var agents = (await FindAsync("xin 123")).Rows.Concat((await FindAsync("hoan tien")).Rows).ToDictionary(r => r.Id, r => r.AiAgentId);
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays.CustomerId, goes.CustomerId, agents[stays.CustomerId], agents[goes.CustomerId]), _console.As(Role.Supervisor))).Succeeded);
        Assert.Equal([stays.CustomerId], (await FindAsync("hoan tien")).Rows.Select(r => r.Id));
        Assert.True(StoreVerifier.Verify(_console.Files).IsSound);
    }

    [Fact]
    public async Task Erasure_OfSomeAmongMany_LeavesNoWordInAnyFile()
    {
        string Word(int i) => $"zqx{i * 7919 % 100_000:00000}wy{i:0000}";
        for (var i = 0; i < 400; i++) await SayAsync($"c{i}", $"gửi mã {Word(i)} cho {Word(i + 1000)}");
        await ReadAsync();
        var gone = Enumerable.Range(0, 400).Where(i => i % 5 == 2).ToList();
        var words = gone.SelectMany(i => (string[])[Word(i), Word(i + 1000)]).ToList();
        Assert.NotEmpty(RawStore.Find(_console.Files, words));
        foreach (var i in gone)
        {
            var id = Assert.Single((await FindAsync(Word(i))).Rows).Id;
            Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)))).Succeeded);
        }
        Assert.Empty(RawStore.Find(_console.Files, words));
        // Nor the beginning of one that stood first on a page of the index.
        Assert.Empty(RawStore.Find(_console.Files, words.Select(w => w[..8])));
        Assert.Empty((await FindAsync(Word(gone[0]))).Rows);
        Assert.Single((await FindAsync(Word(3))).Rows);
        await ReadAsync();
        Assert.True(StoreVerifier.Verify(_console.Files).IsSound);
    }

    [Fact]
    public async Task Add_MessageErasedMeanwhile_IsNotReadAnyMore()
    {
        var heard = await SayAsync("a", "hoàn tiền");
        List<UnreadMessage> unread;
        using (var reader = _console.Files.OpenReader()) unread = MessageSearch.Unread(reader, Guid.Empty, _console.Clock.GetUtcNow().UtcDateTime.AddMinutes(1), 10);
        Assert.Single(unread);
        await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), heard.CustomerId, "customer_request", ShortId.Of(heard.CustomerId)));
        Assert.Equal(LaneStatus.Done, (await _console.Lane.TendAsync(connection => MessageSearch.Add(connection, unread))).Status);
        using var copy = new StoreCopy(_console.Files);
        Assert.Equal(["0"], copy.Column("SELECT COUNT(*) FROM MessageSearch_rows"));
    }

    [Fact]
    public async Task Verify_IndexUnlikeTheMessages_IsFound()
    {
        for (var i = 0; i < 5; i++) await SayAsync($"c{i}", "hoàn tiền giúp em");
        await ReadAsync();
        StoreCopy.AssertFound(_console.Files, "the search for what was said",
            "INSERT INTO MessageSearch (MessageSearch, rowid, Text) SELECT 'delete', Row, Text FROM MessageSearch_rows WHERE Row = 3",
            "INSERT INTO MessageSearch (rowid, Text) SELECT Row, 'them' FROM MessageSearch_rows WHERE Row = 3",
            "UPDATE MessageSearch_rows SET Text = 'khac' WHERE Row = 3",
            "UPDATE MessageSearch_rows SET MessageId = randomblob(16) WHERE Row = 3",
            "DELETE FROM MessageSearch_rows WHERE Row = 3",
            "DELETE FROM MessageSearch_data WHERE id > 10",
            "DROP TABLE MessageSearch_rows");
    }

    private async Task ReadAsync()
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(2));
        while (await Indexing.StepAsync()) { }
    }

    private async Task<ReceiveMessage.Answer> SayAsync(string who, string text, Channel channel = Channel.Zalo) =>
        (await _console.SendAsync(new ReceiveMessage.Command(channel, who, $"m-{Interlocked.Increment(ref _messages)}", text, who), Caller.Runtime)).Value;

    private static ListCustomers.Query Query(string text) => new(new GridRequest(Take: 100, Filters: new Dictionary<string, string> { ["text"] = text }));

    private async Task<Page<ListCustomers.Row>> FindAsync(string text) => (await _console.SendAsync(Query(text))).Value;
}
