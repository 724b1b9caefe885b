using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Every column that the model calls personal is written by somebody, and emptied by an erasure: also those that are yet to come.</summary>
public sealed class PersonalColumnsTests : IAsyncLifetime
{
    private const string Mark = "zqxj";
    private static readonly ReceiveMessage.Reported Trust = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1", Gloss: new($"{Mark} 你好", []));

    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Erase_EveryPersonalColumn_IsEmpty_AndNoByteStays()
    {
        var admin = _console.As(Role.Admin);
        var heard = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, $"{Mark}-account", $"{Mark}-1", $"{Mark} chào", $"{Mark} Lan", null, Trust), Caller.Runtime)).Value;
        var id = heard.CustomerId;
        var edited = await DoAsync(new EditCustomer.Command(Guid.NewGuid(), id, new CustomerTraits($"{Mark} Lan", ""), $"{Mark} Hoa", $"{Mark} nhà số 7"));
        await DoAsync(new UndoCustomerEdit.Command(Guid.NewGuid(), edited.EditId));
        await DoAsync(new EditCustomer.Command(Guid.NewGuid(), id, new CustomerTraits($"{Mark} Lan", ""), $"{Mark} Mai", $"{Mark} nhà số 9"));
        await DoAsync(new EditCustomer.Command(Guid.NewGuid(), id, new CustomerTraits($"{Mark} Mai", $"{Mark} nhà số 9"), $"{Mark} Mai", $"{Mark} nhà số 8"));
        await DoAsync(new OptOutCustomer.Command(Guid.NewGuid(), id, Channel.Telegram, "by_phone", $"{Mark} đừng nhắn"));
        await DoAsync(new LiftOptOut.Command(Guid.NewGuid(), id, Channel.Telegram, "by_phone", $"{Mark} nhắn lại"));
        await DoAsync(new AddTask.Command(Guid.NewGuid(), id, TaskKind.FollowUp, admin.SalesUserId!.Value, _console.Clock.GetUtcNow().UtcDateTime.AddHours(1), $"{Mark} gọi lại"));
        await DoAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "by_phone", _console.Clock.GetUtcNow().UtcDateTime, $"{Mark} xóa hết đi"));
        await MergeAsync(id, admin);
        await using var store = _console.Read();
        var review = store.Reviews.Single(r => r.CustomerId == id);
        await DoAsync(new RejectReview.Command(Guid.NewGuid(), new Seen(review.Id, review.Version, heard.State.To), "wrong_intent", NextStep.AskCustomer, $"{Mark} không rõ"));
        var taken = await DoAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, heard.Holder.Version, "risk"));
        await DoAsync(new HandBackConversation.Command(Guid.NewGuid(), heard.ConversationId, taken.HolderVersion, "resolved", $"{Mark} giữ giá"));
        foreach (var column in Columns(store)) Assert.True(Written(column, id).Any(v => v.Contains(Mark, StringComparison.Ordinal)), $"Nothing is planted in {column.Table}.{column.Name}.");

        await DoAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)));

        // Message ids are unique: each has its own in the place of the channel's.
        foreach (var column in Columns(store)) Assert.All(Written(column, id), value => Assert.StartsWith("erased-", value, StringComparison.Ordinal));
        Assert.Empty(RawStore.Find(_console.Files, [Mark]));
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);

        async Task<T> DoAsync<T>(ICommand<T> command)
        {
            var answer = await _console.SendAsync(command, admin);
            Assert.True(answer.Succeeded, answer.Errors.Count == 0 ? "" : answer.Errors[0].Message);
            return answer.Value;
        }
    }

    /// <summary>Somebody else on another channel goes into the customer.</summary>
    private async Task MergeAsync(Guid id, Caller admin)
    {
        var other = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, $"{Mark}-zalo", $"{Mark}-z-1", $"{Mark} alo", $"{Mark} Lan"), Caller.Runtime)).Value.CustomerId;
        Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), other, new CustomerTraits($"{Mark} Lan", ""), $"{Mark} Lan", $"{Mark} nhà số 5"), admin)).Succeeded);
        var agents = _console.Read().Customers.Where(c => c.Id == id || c.Id == other).ToDictionary(c => c.Id, c => c.AiAgentId);
        var merged = await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), id, other, agents[id], agents[other]), admin);
        Assert.True(merged.Succeeded, merged.Errors is [var error, ..] ? error.Message : "");
    }

    private sealed record PersonalColumn(string Table, string Name, string Key);

    private static List<PersonalColumn> Columns(SalesOpsDb store) =>
        [.. from type in store.Model.GetEntityTypes()
            from property in type.GetProperties()
            where property.PropertyInfo?.GetCustomAttribute<PersonalAttribute>() is not null
            select new PersonalColumn(type.GetTableName()!, property.GetColumnName(), type.ClrType == typeof(Customer) ? "Id" : type.ClrType == typeof(Merge) ? "IntoId" : "CustomerId")];

    /// <summary>What the customer's rows hold in it, without what is empty.</summary>
    private List<string> Written(PersonalColumn column, Guid customerId)
    {
        using var connection = new SqliteConnection(_console.Files.ReaderConnection);
        connection.Open();
        using var rows = new Statement(connection, $"SELECT \"{column.Name}\" FROM \"{column.Table}\" WHERE \"{column.Key}\" = ?1 AND \"{column.Name}\" <> ''");
        rows.Bind(1, customerId);
        var values = new List<string>();
        while (rows.Step()) values.Add(rows.Text(0));
        return values;
    }
}
