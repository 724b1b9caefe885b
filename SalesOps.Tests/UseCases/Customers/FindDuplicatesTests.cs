using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
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
    [InlineData("gọi 0901 234 567 nhé", "84901234567")]
    [InlineData("+84-90-123-45-67", "84901234567")]
    [InlineData("电话13912345678，谢谢", "8613912345678")]
    [InlineData("+86 139 1234 5678", "8613912345678")]
    [InlineData("đơn 00901234567", null)]
    [InlineData("số dư 09012345671 đ", null)]
    [InlineData("telegram:6712345001", null)]
    public void Phones_AreOneSpelling(string text, string? phone) => Assert.Equal(phone is null ? [] : [phone], Phones.In(text));

    private async Task<Guid> WriteAsync(Channel channel, string account, string name, string text) =>
        (await _console.SendAsync(new ReceiveMessage.Command(channel, account, $"m-{_written++}", text, name), Caller.Runtime)).Value.CustomerId;

    private async Task<IReadOnlyList<FindDuplicates.Row>> FindAsync(Guid customer) => (await _console.SendAsync(new FindDuplicates.Query(customer), _console.As(Role.Ops))).Value;
}
