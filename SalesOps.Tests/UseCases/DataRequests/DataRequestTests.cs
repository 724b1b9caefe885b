using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.DataRequests;

/// <summary>What customers ask about their personal data: until when it is due, what becomes of it, and what proves it.</summary>
public sealed class DataRequestTests : IAsyncLifetime
{
    private const string Mark = "zqxj";

    private readonly TestConsole _console = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private DateTime Now => _console.Clock.GetUtcNow().UtcDateTime;
    private Caller Admin => _console.As(Role.Admin);

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task File_BySettingsAndCalendar_IsDueThen_AndKeepsItsDaysWhenTheyChange()
    {
        await SetAsync(SettingKind.WorkingHours, "mon 08:00-17:00; tue 08:00-17:00; wed 08:00-17:00; thu 08:00-17:00; fri 08:00-17:00");
        await SetAsync(SettingKind.Holidays, "2026-06-04 off");
        var id = (await _console.WriteAsync("asks")).CustomerId;

        // Wednesday the third in the console's zone: Thursday is off, Friday the first day, Monday the second.
        var filed = await FileAsync(id);
        await SetAsync(SettingKind.RequestAnswerDays, "5");
        await SetAsync(SettingKind.RequestCompletionDays, "10");

        var first = await RowAsync(filed);
        Assert.Equal((new DateTime(2026, 6, 8, 10, 0, 0), Evening(23)), (first.AnswerDueAt, first.CompletionDueAt));
        Assert.Equal((first.AnswerDueAt, DataRequestStatus.Open), (first.DueAt, first.Status));
        Assert.Equal(Evening(13), (await RowAsync(await FileAsync((await _console.WriteAsync("later")).CustomerId))).CompletionDueAt);
    }

    [Fact]
    public async Task File_AnswerThatWouldBeDueAfterCompletion_IsDueWithIt()
    {
        await SetAsync(SettingKind.WorkingHours, "mon 08:00-17:00");
        await SetAsync(SettingKind.RequestCompletionDays, "3");
        var row = await RowAsync(await FileAsync((await _console.WriteAsync("asks")).CustomerId));
        Assert.Equal((row.CompletionDueAt, Evening(6)), (row.AnswerDueAt, row.CompletionDueAt));
    }

    [Fact]
    public async Task File_WhileOneIsPending_IsRefused_AndMayBeAskedAgainOnceItEnded()
    {
        var id = (await _console.WriteAsync("asks")).CustomerId;
        var filed = await FileAsync(id);
        Assert.Equal("request_pending", Assert.Single((await SendFileAsync(id)).Errors).Code);
        var refused = (await _console.SendAsync(new RefuseDataRequest.Command(Guid.NewGuid(), Seen(filed), "identity_unproven"), Admin)).Value;
        var again = await FileAsync(id);

        // With another pending the refusal stands.
        Assert.Equal("built_on", Assert.Single((await _console.SendAsync(new UndoDataRequest.Command(Guid.NewGuid(), Seen(refused)), Admin)).Errors).Code);
        var withdrawn = (await _console.SendAsync(new WithdrawDataRequest.Command(Guid.NewGuid(), Seen(again)), Admin)).Value;
        Assert.True((await _console.SendAsync(new UndoDataRequest.Command(Guid.NewGuid(), Seen(withdrawn)), Admin)).Succeeded);
        Assert.Equal(DataRequestStatus.Open, (await RowAsync(again)).Status);
    }

    [Fact]
    public async Task Answer_MakesTheCompletionDueNext_AndIsTakenBackWithinTenSecondsByWhoDidIt()
    {
        var filed = await FileAsync((await _console.WriteAsync("asks")).CustomerId);
        var answered = (await _console.SendAsync(new AnswerDataRequest.Command(Guid.NewGuid(), Seen(filed)), Admin)).Value;
        var row = await RowAsync(answered);
        Assert.Equal((DataRequestStatus.Answered, row.CompletionDueAt, Now, Admin.SalesUserId), (row.Status, row.DueAt, row.AnsweredAt, row.AnsweredById));
        Assert.Equal("request_answered", Assert.Single((await _console.SendAsync(new AnswerDataRequest.Command(Guid.NewGuid(), Seen(answered)), Admin)).Errors).Code);
        Assert.Equal(ErrorKind.Forbidden, Assert.Single((await _console.SendAsync(new UndoDataRequest.Command(Guid.NewGuid(), Seen(answered)), _console.As(Role.Ops))).Errors).Kind);

        var undone = (await _console.SendAsync(new UndoDataRequest.Command(Guid.NewGuid(), Seen(answered)), Admin)).Value;
        Assert.Equal((DataRequestStatus.Open, row.AnswerDueAt, null, 3), (await RowAsync(undone)) is var r ? (r.Status, r.DueAt, r.AnsweredAt, r.Version) : default);
        var later = (await _console.SendAsync(new AnswerDataRequest.Command(Guid.NewGuid(), Seen(undone)), Admin)).Value;
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", Assert.Single((await _console.SendAsync(new UndoDataRequest.Command(Guid.NewGuid(), Seen(later)), Admin)).Errors).Code);
    }

    [Fact]
    public async Task Erase_CompletesWhatIsPending_ForgetsEveryNote_AndLeavesWhatEndedAsItWas()
    {
        var id = (await _console.WriteAsync(Mark)).CustomerId;
        var refused = (await _console.SendAsync(new RefuseDataRequest.Command(Guid.NewGuid(), Seen(await FileAsync(id, $"{Mark} lần một")), "identity_unproven"), Admin)).Value;
        var asked = await FileAsync(id, $"{Mark} lần hai");
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), Admin)).Succeeded);

        var row = await RowAsync(asked);
        Assert.Equal((DataRequestStatus.Completed, Now, Admin.SalesUserId, 1, 1), (row.Status, row.EndedAt, row.EndedById, row.Messages, row.ChannelAccounts));
        Assert.Equal((DataRequestStatus.Refused, 2), (await RowAsync(refused)) is var r ? (r.Status, r.Version) : default);
        Assert.Empty(RawStore.Find(_console.Files, [Mark]));
        Assert.Equal("built_on", Assert.Single((await _console.SendAsync(new UndoDataRequest.Command(Guid.NewGuid(), Seen(refused)), Admin)).Errors).Code);
        Assert.Equal("erased", Assert.Single((await SendFileAsync(id)).Errors).Code);
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Retention_CompletesAsWell_AndNamesNobody()
    {
        var asked = await FileAsync((await _console.WriteAsync("silent")).CustomerId);
        Assert.InRange(await _console.EraseSilentAsync(), 1, int.MaxValue);
        Assert.Equal((DataRequestStatus.Completed, null), (await RowAsync(asked)) is var row ? (row.Status, row.EndedById) : default);
        Assert.Equal("retention", (await CertificateAsync(asked)).Value.ErasedReason);
    }

    [Fact]
    public async Task Certificate_OfACompletedRequest_NamesTheEntry_AndNothingPersonal()
    {
        var id = (await _console.WriteAsync(Mark)).CustomerId;
        var asked = await FileAsync(id, $"{Mark} xóa hết");
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await CertificateAsync(asked)).Errors).Kind);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), Admin)).Succeeded);

        var certificate = (await CertificateAsync(asked)).Value;
        await using var store = _console.Read();
        var entry = await store.AuditEntries.SingleAsync(a => a.Action == Erasure.Action && a.CustomerId == id, Token);
        Assert.Equal((entry.Sequence, Convert.ToHexStringLower(entry.Hash), "customer_request"), (certificate.Sequence, certificate.Hash, certificate.ErasedReason));
        Assert.DoesNotContain(Mark, System.Text.Json.JsonSerializer.Serialize(certificate), StringComparison.Ordinal);
        Assert.Contains("\"Status\":\"completed\"", ChangeText.Of(entry.Changes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_TakesRequestsAlong_SeparateGivesThemBack_AndEraseCompletesBoth()
    {
        var (stays, goes) = ((await _console.WriteAsync($"{Mark}-tg")).CustomerId, (await _console.WriteAsync($"{Mark}-z", Channel.Zalo)).CustomerId);
        var (ours, theirs) = (await FileAsync(stays, $"{Mark} của tôi"), await FileAsync(goes, $"{Mark} của tôi nữa"));
        var merged = await MergeAsync(stays, goes);
        Assert.Equal([stays, stays], [(await RowAsync(ours)).CustomerId, (await RowAsync(theirs)).CustomerId]);
        Assert.Equal(2, (await _console.SendAsync(new GetDataRequests.Query(stays), Admin)).Value.Requests.Count);
        Assert.Equal("request_pending", Assert.Single((await SendFileAsync(stays)).Errors).Code);

        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged), Admin)).Succeeded);
        Assert.Equal([stays, goes], [(await RowAsync(ours)).CustomerId, (await RowAsync(theirs)).CustomerId]);
        await MergeAsync(stays, goes);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), stays, "customer_request", ShortId.Of(stays)), Admin)).Succeeded);

        Assert.All(new[] { await RowAsync(ours), await RowAsync(theirs) }, row => Assert.Equal((DataRequestStatus.Completed, 2, 2), (row.Status, row.Messages, row.ChannelAccounts)));
        Assert.Equal((await CertificateAsync(ours)).Value.Hash, (await CertificateAsync(theirs)).Value.Hash);
        Assert.Empty(RawStore.Find(_console.Files, [Mark]));
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Erase_OfOneWhoWasSeparated_LeavesTheOthersRequestWithItsNote()
    {
        var (stays, goes) = ((await _console.WriteAsync("stays")).CustomerId, (await _console.WriteAsync($"{Mark}-z", Channel.Zalo)).CustomerId);
        var (ours, theirs) = (await FileAsync(stays, "vwkb của tôi"), await FileAsync(goes, $"{Mark} của tôi nữa"));
        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), await MergeAsync(stays, goes)), Admin)).Succeeded);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), goes, "customer_request", ShortId.Of(goes)), Admin)).Succeeded);

        Assert.Equal((DataRequestStatus.Open, "vwkb của tôi"), (await RowAsync(ours)) is var kept ? (kept.Status, kept.Note) : default);
        Assert.Equal((DataRequestStatus.Completed, null), (await RowAsync(theirs)) is var gone ? (gone.Status, gone.Note) : default);
        Assert.Empty(RawStore.Find(_console.Files, [Mark]));
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Restored_StoreFromBeforeTheErasure_CompletesTheRequestAgain()
    {
        var id = (await _console.WriteAsync(Mark)).CustomerId;
        var asked = await FileAsync(id, $"{Mark} xóa hết");
        using var backup = new StoreCopy(_console.Files);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), Admin)).Succeeded);
        _console.Files.CopyListTo(backup.Files);

        await using var restored = new TestConsole(backup.Files.Folder, keep: true);
        Assert.Equal(1, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        await using var store = restored.Read();
        Assert.Equal((DataRequestStatus.Completed, null, null), (await store.DataRequests.SingleAsync(r => r.Id == asked.RequestId, Token)) is var row ? (row.Status, row.EndedById, row.Note) : default);
        Assert.Empty(RawStore.Find(restored.Files, [Mark]));
        Assert.True(StoreVerifier.Verify(restored.Files).IsSound);
    }

    [Fact]
    public async Task List_HasWhatIsOverdueForLongestFirst_ThenWhatEnded_AndFiltersByStateAndDay()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await FileAsync((await _console.WriteAsync($"asks-{i}")).CustomerId)).RequestId);
            _console.Clock.Advance(TimeSpan.FromDays(1));
        }
        Assert.True((await _console.SendAsync(new WithdrawDataRequest.Command(Guid.NewGuid(), new SeenRequest(ids[0], 1)), Admin)).Succeeded);
        Assert.True((await _console.SendAsync(new AnswerDataRequest.Command(Guid.NewGuid(), new SeenRequest(ids[1], 1)), Admin)).Succeeded);

        Assert.Equal([ids[2], ids[3], ids[1]], await ListAsync("rows", "pending"));
        Assert.Equal([ids[2], ids[3], ids[1], ids[0]], await ListAsync("rows", "all"));
        Assert.Equal([ids[1]], await ListAsync("status", "answered"));
        Assert.Equal([], await ListAsync("due", "overdue"));
        Assert.Equal([ids[2]], await ListAsync("due", "1d"));
        _console.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([ids[2]], await ListAsync("due", "overdue"));
        Assert.Equal(ErrorKind.Forbidden, Assert.Single((await _console.SendAsync(new ListDataRequests.Query(new GridRequest()), _console.As(Role.RealSalesUser))).Errors).Kind);
    }

    private async Task<List<Guid>> ListAsync(string filter, string value) =>
        [.. (await _console.SendAsync(new ListDataRequests.Query(new GridRequest(Filters: new Dictionary<string, string> { [filter] = value })), _console.As(Role.Ops))).Value.Rows.Select(r => r.Id)];

    private Task<Result<DataRequestAnswer>> SendFileAsync(Guid customer, string? note = null) =>
        _console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), customer, DataRequestKind.Erasure, "by_phone", Now, note), Admin);

    private async Task<DataRequestAnswer> FileAsync(Guid customer, string? note = null) => (await SendFileAsync(customer, note)).Value;

    private Task<Result<GetCertificate.Answer>> CertificateAsync(DataRequestAnswer request) => _console.SendAsync(new GetCertificate.Query(request.RequestId), _console.As(Role.Ops));

    private async Task<DataRequest> RowAsync(DataRequestAnswer request)
    {
        await using var store = _console.Read();
        return await store.DataRequests.SingleAsync(r => r.Id == request.RequestId, Token);
    }

    private async Task SetAsync(SettingKind kind, string value) =>
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, _console.Lane.Last.Directory.Settings.Of(kind)), Admin)).Succeeded);

    private async Task<Guid> MergeAsync(Guid stays, Guid goes)
    {
        var agents = _console.Read().Customers.Where(c => c.Id == stays || c.Id == goes).ToDictionary(c => c.Id, c => c.AiAgentId);
        var merged = await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays, goes, agents[stays], agents[goes]), Admin);
        Assert.True(merged.Succeeded, merged.Errors is [var error, ..] ? error.Message : "");
        return merged.Value.MergeId;
    }

    private async Task VerifyTwiceAsync()
    {
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
        using var copy = new StoreCopy(_console.Files);
        Assert.StartsWith("sound", Assert.Single((await Python.VerifyAsync(copy.Files.Database)).Lines), StringComparison.Ordinal);
    }

    /// <summary>The last moment of a day of June by the console's clock.</summary>
    private static DateTime Evening(int day) => new DateTime(2026, 6, day, 17, 0, 0, DateTimeKind.Utc).AddMilliseconds(-1);

    private static SeenRequest Seen(DataRequestAnswer left) => new(left.RequestId, left.Version);
}
