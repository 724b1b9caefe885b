using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>A customer's name and note: what is taken, who sees it, and the way back.</summary>
public sealed class EditCustomerTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private Guid _id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _id = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "acc-1", "m-1", "chào shop", "Lan"), Caller.Runtime)).Value.CustomerId;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Handle_NameAndNote_AreShownFoundAndInTheTimeline()
    {
        var ops = _console.As(Role.Ops);
        var answer = await EditAsync("  Nguyễn Thị Ánh ", "Gọi sau 17 giờ\r\n喜欢红色 ", ops);
        Assert.True(answer.Succeeded);
        var read = (await _console.SendAsync(new GetCustomer.Query(_id), ops)).Value;
        Assert.Equal(("Nguyễn Thị Ánh", "Gọi sau 17 giờ\n喜欢红色"), (read.Name, read.Note));
        Assert.Equal([_id], await FindAsync("anh nguyen"));
        Assert.Equal([_id], await FindAsync("acc-1"));
        Assert.Empty(await FindAsync("lan"));

        var written = Assert.Single((await TimelineAsync(ops)));
        Assert.Equal(("customer.edited", _console.Lane.Last.Directory.NameOfUser(ops.SalesUserId), null), (written.Title, written.Text, written.Status));
        Assert.Equal([new("name", "Lan", read.Name), new("note", "", read.Note)], written.Changes);
        await using var store = _console.Read();
        var entry = await store.AuditEntries.OrderBy(e => e.Sequence).LastAsync(Token);
        Assert.Equal(("customer.edited", _id, ops.SalesUserId), (entry.Action, entry.CustomerId, entry.ActorId));
        // Only who has the customer's key reads what was written.
        Assert.DoesNotContain("Nguyễn", ChangeText.Of(entry.Changes), StringComparison.Ordinal);
        Assert.NotNull(entry.Sealed);
    }

    [Fact]
    public async Task Account_ThatIsAPhoneNumber_IsFoundHoweverItIsWritten()
    {
        var called = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "+84 912 345 678", "m-2", "chào shop", "Ba"), Caller.Runtime)).Value;
        foreach (var number in (string[])["+84 912 345 678", "0912345678", "84912345678", "912345678", "0912 345 678"]) Assert.Equal([called.CustomerId], await FindAsync(number));
    }

    [Fact]
    public async Task Phone_ThatWasNoted_IsFoundHoweverItIsWritten_UntilTheNoteIsGone()
    {
        await EditAsync("Lan", "SĐT: 0912.345.678, văn phòng (028) 3823 4567, fax 02838234568", _console.As(Role.Ops));
        foreach (var number in (string[])["+84 912 345 678", "0912345678", "84912345678", "028 3823 4567", "028 3823 4568"]) Assert.Equal([_id], await FindAsync(number));
        Assert.Empty(await FindAsync("văn phòng"));
        await EditAsync("Lan", "", _console.As(Role.Ops));
        Assert.Empty(await FindAsync("0912345678"));
    }

    [Fact]
    public async Task Handle_DecomposedName_IsKeptComposed()
    {
        Assert.True((await EditAsync("Ánh".Normalize(System.Text.NormalizationForm.FormD), null)).Succeeded);
        Assert.Equal("Ánh", (await NowAsync()).Name);
    }

    [Theory]
    [InlineData("", null, "name", "required")]
    [InlineData(" \u00a0\u200b\u202e", null, "name", "required")]
    [InlineData("a\nb", null, "name", "unsound")]
    [InlineData("Lan", "a\0", "note", "unsound")]
    [InlineData("Lan", null, "name", "same")]
    [InlineData(" Lan ", "  ", "name", "same")]
    public async Task Handle_WrongField_IsNamed(string name, string? note, string field, string code)
    {
        var error = Assert.Single((await EditAsync(name, note)).Errors);
        Assert.Equal((ErrorKind.Invalid, field, code), (error.Kind, error.Field, error.Code));
    }

    [Fact]
    public async Task Handle_TooLongOrBroken_IsRefused_AndTheLongestIsKept()
    {
        Assert.Equal("too_long", Assert.Single((await EditAsync(new string('L', 201), null)).Errors).Code);
        Assert.Equal("too_long", Assert.Single((await EditAsync("Lan", new string('n', 2001))).Errors).Code);
        Assert.Equal("unsound", Assert.Single((await EditAsync("L" + '\ud800', null)).Errors).Code);
        Assert.True((await EditAsync(new string('李', 200), new string('n', 2000))).Succeeded);
        Assert.Equal(200, (await NowAsync()).Name.Length);
    }

    [Fact]
    public async Task Handle_SomebodyElseWasFaster_WritesNothingOver()
    {
        var seen = await NowAsync();
        Assert.True((await EditAsync("Lan Anh", null)).Succeeded);
        // A message that comes in between is no edit.
        await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "acc-1", "m-2", "còn hàng không?"), Caller.Runtime);
        var late = await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), _id, seen, "Lan", "VIP"), _console.As(Role.Supervisor));
        Assert.Equal(ErrorKind.Stale, Assert.Single(late.Errors).Kind);
        Assert.Equal(new CustomerTraits("Lan Anh", ""), await NowAsync());
    }

    [Fact]
    public async Task Handle_Salesperson_WritesAboutOwnCustomersAlone()
    {
        await using var store = _console.Read();
        var bound = await store.Customers.Where(c => c.SalesUserId != null).OrderBy(c => c.Id).ToListAsync(Token);
        var seller = _console.As(Role.RealSalesUser);
        foreach (var customer in bound)
        {
            var answer = await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer.Id, customer.Traits, "X", null), seller);
            Assert.Equal(customer.SalesUserId == seller.SalesUserId, answer.Succeeded);
            if (!answer.Succeeded) Assert.Equal(ErrorKind.NotFound, answer.Errors[0].Kind);
        }
        Assert.Equal(2, bound.Select(c => c.SalesUserId).Distinct().Count());
    }

    [Fact]
    public async Task Undo_OwnEditWithinTenSeconds_BringsBackNameNoteAndSearch()
    {
        var ops = _console.As(Role.Ops);
        Assert.True((await EditAsync("Lan", "VIP", ops)).Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var edit = (await EditAsync("Hoa", null, ops)).Value.EditId;
        _console.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(ErrorKind.Forbidden, Assert.Single((await UndoAsync(edit, _console.As(Role.Admin))).Errors).Kind);
        Assert.True((await UndoAsync(edit, ops)).Succeeded);
        Assert.Equal(new CustomerTraits("Lan", "VIP"), await NowAsync());
        Assert.Equal([_id], await FindAsync("lan"));
        Assert.Equal(["undone", null], (await TimelineAsync(ops)).Select(e => e.Status));
        Assert.Equal("undone", Assert.Single((await UndoAsync(edit, ops)).Errors).Code);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_LaterOrBuiltOnOrUnknown_IsRefused()
    {
        var ops = _console.As(Role.Ops);
        var first = (await EditAsync("Hoa", null, ops)).Value.EditId;
        var second = (await EditAsync("Hoa Mai", null, ops)).Value.EditId;
        Assert.Equal("built_on", Assert.Single((await UndoAsync(first, ops)).Errors).Code);
        _console.Clock.Advance(TimeSpan.FromSeconds(10.001));
        Assert.Equal("final", Assert.Single((await UndoAsync(second, ops)).Errors).Code);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await UndoAsync(Guid.NewGuid(), ops)).Errors).Kind);
    }

    private async Task<Result<EditCustomer.Answer>> EditAsync(string name, string? note, Caller? by = null) =>
        await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), _id, await NowAsync(), name, note), by ?? _console.As(Role.Ops));

    private Task<Result<UndoCustomerEdit.Answer>> UndoAsync(Guid edit, Caller by) => _console.SendAsync(new UndoCustomerEdit.Command(Guid.NewGuid(), edit), by);

    private async Task<CustomerTraits> NowAsync() => (await _console.SendAsync(new GetCustomer.Query(_id))).Value.Traits;

    private async Task<IReadOnlyList<GetTimeline.Event>> TimelineAsync(Caller by) =>
        (await _console.SendAsync(new GetTimeline.Query(_id, GetTimeline.EventKind.Details), by)).Value.Events;

    private async Task<IEnumerable<Guid>> FindAsync(string text) =>
        (await _console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["search"] = text })))).Value.Rows.Select(r => r.Id);
}
