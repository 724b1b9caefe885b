using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Who may be the same person on another channel is suggested, with what speaks for it; nothing changes by it.</summary>
public sealed class FindDuplicatesTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private int _written;

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Find_SameNameWithoutAccents_OnAnotherChannel_IsSuggestedWithEvidence()
    {
        var dao = await WriteAsync(Channel.Telegram, "dao-1", "Đào Thị Lan", "chào shop, cho em hỏi giá");
        var zalo = await WriteAsync(Channel.Zalo, "dao-2", "dao thi LAN", "chào shop, cho em hỏi giá");
        var sequence = _console.Lane.Last.Counters.Sequence;
        var row = Assert.Single(await FindAsync(dao));
        Assert.Equal((zalo, "zalo:dao-2", Channel.Zalo), (row.Id, row.Identity, row.Channel));
        Assert.Equal(["same_name", "same_language"], row.Evidence);
        Assert.Equal(dao, Assert.Single(await FindAsync(zalo)).Id);
        Assert.Equal(sequence, _console.Lane.Last.Counters.Sequence);
    }

    [Fact]
    public async Task Find_OtherName_SameChannel_OrErased_IsNot()
    {
        var lan = await WriteAsync(Channel.Telegram, "lan-1", "Thị Lan", "chào shop");
        await WriteAsync(Channel.Telegram, "lan-2", "Thị Lan", "chào shop");
        await WriteAsync(Channel.Zalo, "lan-3", "Đào Thị Lan", "chào shop");
        await WriteAsync(Channel.Zalo, "lan-4", "Thị Lan Anh", "chào shop");
        var erased = await WriteAsync(Channel.Zalo, "lan-5", "Thị Lan", "chào shop");
        Assert.Equal(erased, Assert.Single(await FindAsync(lan)).Id);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), erased, "customer_request", ShortId.Of(erased)))).Succeeded);
        Assert.Empty(await FindAsync(lan));
        Assert.Empty(await FindAsync(erased));
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await _console.SendAsync(new FindDuplicates.Query(Guid.NewGuid()))).Errors).Kind);
    }

    [Fact]
    public async Task Find_NumberThatManyWrote_IsNoEvidence_WhereItWasOnlyNoted()
    {
        var (lan, other) = (await WriteAsync(Channel.Telegram, "lan-1", "Thị Lan", "chào shop"), await WriteAsync(Channel.Zalo, "lan-2", "Thị Lan", "chào shop"));
        for (var i = 0; i < 6; i++) await WriteAsync(Channel.Zalo, $"any-{i}", $"Khách {i}", "gọi 0901 234 567 nhé");
        await ReadAsync();
        foreach (var id in (Guid[])[lan, other])
            Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), id, new("Thị Lan", ""), "Thị Lan", "đã gọi 0901 234 567"), _console.As(Role.Ops))).Succeeded);
        Assert.Equal(["same_name", "same_language"], Assert.Single(await FindAsync(lan)).Evidence);
    }

    [Fact]
    public async Task Find_SamePhone_ComesFirst_AndAtMostFive()
    {
        var minh = await WriteAsync(Channel.Telegram, "minh-0", "\"Minh\" 李", "số của em 0901.234.567 nhé");
        var phone = await WriteAsync(Channel.Zalo, "minh-1", "\"Minh\" 李", "call me: +84 901 234 567");
        for (var i = 2; i < 9; i++) await WriteAsync(Channel.Zalo, $"minh-{i}", "\"Minh\" 李", "số 0901 234 568");
        var rows = await FindAsync(minh);
        Assert.Equal((FindDuplicates.Most, phone), (rows.Count, rows[0].Id));
        Assert.Equal("same_phone", rows[0].Evidence[0]);
        Assert.DoesNotContain(rows.Skip(1), r => r.Evidence.Contains("same_phone"));
    }

    [Theory]
    [InlineData("số em 0901 234 567", "gọi +84-901-234-567 nhé")]
    [InlineData("số em 0901 234 567", "我的电话0901 234 567")]
    [InlineData("số em 0901 234 567", "我的电话0901234567，谢谢")]
    [InlineData("84901234567", "0901.234.567")]
    [InlineData("我的电话13912345678", "+86 139 1234 5678")]
    [InlineData("+8613912345678", "139 1234 5678")]
    public async Task Find_SamePhone_OtherName_IsSuggested(string text, string other)
    {
        var lan = await WriteAsync(Channel.Telegram, "a-1", "Đào Thị Lan", text);
        var lily = await WriteAsync(Channel.Zalo, "b-1", "Lily", other);
        await WriteAsync(Channel.Telegram, "c-1", "Cam", other);
        await WriteAsync(Channel.Zalo, "d-1", "Dung", "đơn 901234567 và 0901 234 568");
        Assert.Empty(await FindAsync(lan));
        await ReadAsync();
        var row = Assert.Single(await FindAsync(lan));
        Assert.Equal((lily, "same_phone"), (row.Id, row.Evidence[0]));
        Assert.DoesNotContain("same_name", row.Evidence);
        Assert.Contains(lan, (await FindAsync(lily)).Select(r => r.Id));
    }

    [Theory]
    [InlineData(FindDuplicates.Sharing - 1, true)]
    [InlineData(FindDuplicates.Sharing, false)]
    public async Task Find_PhoneThatManyWrote_IsNoEvidence(int others, bool isEvidence)
    {
        var lan = await WriteAsync(Channel.Telegram, "lan-1", "Thị Lan", "hotline 0901 234 567?");
        var namesake = await WriteAsync(Channel.Zalo, "lan-2", "Thị Lan", "0901234567");
        for (var i = 1; i < others; i++) await WriteAsync(Channel.Zalo, $"c-{i}", $"Khách {i}", "gọi 0901 234 567 không được");
        await ReadAsync();
        var rows = await FindAsync(lan);
        Assert.Equal((isEvidence ? others : 1, namesake), (rows.Count, rows[0].Id));
        Assert.Equal(isEvidence, rows[0].Evidence.Contains("same_phone"));
    }

    [Fact]
    public async Task Find_PhoneThatOthersWereTold_SuggestsNobody_AndOneThatWasErasedIsForgotten()
    {
        var lan = await WriteAsync(Channel.Telegram, "lan-1", "Thị Lan", "gọi 0901 234 567 à? hay 0912 345 678");
        var told = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "told", "t-1", "số nào ạ", "Minh"), Caller.Runtime)).Value;
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(told.ConversationId, "r-1", "Hotline 0901 234 567", told.Holder.Version), Caller.Runtime)).Succeeded);
        var erased = await WriteAsync(Channel.Zalo, "gone", "Hoa", "0912 345 678");
        await ReadAsync();
        Assert.Equal(erased, Assert.Single(await FindAsync(lan)).Id);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), erased, "customer_request", ShortId.Of(erased)))).Succeeded);
        Assert.Empty(await FindAsync(lan));
    }

    [Theory]
    [InlineData("gọi 0901 234 567 nhé", "84901234567")]
    [InlineData("+84-90-123-45-67", "84901234567")]
    [InlineData("电话13912345678，谢谢", "8613912345678")]
    [InlineData("+86 139 1234 5678", "8613912345678")]
    [InlineData("đơn 00901234567", null)]
    [InlineData("số dư 09012345671 đ", null)]
    [InlineData("telegram:6712345001", null)]
    public void Phones_AreOneSpelling(string text, string? phone) => Assert.Equal(phone is null ? [] : [phone], Phones.In(text));

    /// <summary>Brings what was said into the search for it.</summary>
    private async Task ReadAsync()
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(2));
        while (await ((MessageIndexing)_console.Services.GetService(typeof(MessageIndexing))!).StepAsync()) { }
    }

    private async Task<Guid> WriteAsync(Channel channel, string account, string name, string text) =>
        (await _console.SendAsync(new ReceiveMessage.Command(channel, account, $"m-{_written++}", text, name), Caller.Runtime)).Value.CustomerId;

    private async Task<IReadOnlyList<FindDuplicates.Row>> FindAsync(Guid customer) => (await _console.SendAsync(new FindDuplicates.Query(customer), _console.As(Role.Ops))).Value;
}
