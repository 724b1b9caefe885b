using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Two customers become one with all that is theirs, and two again.</summary>
public sealed class MergeCustomersTests : IAsyncLifetime
{
    private static readonly ReceiveMessage.Reported Trust = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1");

    private readonly TestConsole _console = new();
    private Guid _lan, _anh;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _lan = await HearAsync(Channel.Telegram, "lan-tg", "Lan Anh", "Giá bao nhiêu?");
        _anh = await HearAsync(Channel.Zalo, "anh-zalo", "Chị Ánh", "Có tin được không?", Trust);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Merge_EveryRow_GoesAlong_AndWhoWritesIsTheOneWhoStayed()
    {
        var staff = _console.As(Role.Ops);
        Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), _anh, new CustomerTraits("Chị Ánh", ""), "Chị Ánh", "Có con nhỏ"), staff)).Succeeded);
        Assert.True((await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), _anh, TaskKind.FollowUp, staff.SalesUserId!.Value, Now.AddHours(3), "Gọi lại"), staff)).Succeeded);
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), _anh, Channel.Zalo, "by_phone", null), staff)).Succeeded);
        var (customers, bindings, tasks) = (_console[Counters.Customers], _console[Counters.ActiveBindings], _console[Counters.OpenTasks]);
        var before = await RowsAsync(_anh);

        var merged = await MergeAsync(_lan, _anh);

        Assert.Equal(before.Count, merged.Rows);
        Assert.Empty(await RowsAsync(_anh));
        Assert.Equal((customers - 1, bindings - 1, tasks), (_console[Counters.Customers], _console[Counters.ActiveBindings], _console[Counters.OpenTasks]));
        await using (var store = _console.Read())
        {
            Assert.False(await store.Customers.AnyAsync(c => c.Id == _anh, Token));
            var lan = await store.Customers.SingleAsync(c => c.Id == _lan, Token);
            Assert.Equal(await store.WorkTasks.CountAsync(t => t.CustomerId == _lan && t.Status == WorkTaskStatus.Open, Token), lan.OpenTasks);
            Assert.Equal("Lan Anh", lan.Name);
            Assert.Equal([Channel.Zalo], lan.OptOuts);
        }
        // By the name and the account of either, with and without accents.
        foreach (var words in (string[])["lan anh", "chi anh", "anh-zalo", "lan-tg"]) Assert.Equal([_lan], await FindAsync(words));
        var known = (await _console.SendAsync(new GetCustomer.Query(_anh), staff)).Value;
        Assert.Equal((_lan, "Chị Ánh", 2), (known.Id, Assert.Single(known.Merges).Name, known.Conversations.Count));
        Assert.Equal(_lan, await HearAsync(Channel.Zalo, "anh-zalo", null, "Alo"));
        Assert.Equal(customers - 1, _console[Counters.Customers]);
        // Also by the account that was not the last one written from, over and over.
        foreach (var (channel, account) in ((Channel, string)[])[(Channel.Telegram, "lan-tg"), (Channel.Zalo, "anh-zalo"), (Channel.Telegram, "lan-tg")])
        {
            foreach (var words in (string[])["lan-tg", "anh-zalo", "telegram", "zalo"]) Assert.Contains(_lan, await FindAsync(words));
            await HearAsync(channel, account, null, "Alo");
        }
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Separate_AfterBothWrote_EachHasWhatIsOnItsChannels()
    {
        var before = await RowsAsync(_anh);
        var (agent, bindings) = ((await CustomerAsync(_anh)).AiAgentId, _console[Counters.ActiveBindings]);
        var merged = await MergeAsync(_lan, _anh);
        _console.Clock.Advance(TimeSpan.FromDays(2));
        await HearAsync(Channel.Zalo, "anh-zalo", null, "Tôi muốn nạp tiền");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await HearAsync(Channel.Telegram, "lan-tg", null, "Cảm ơn shop");

        var answer = await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), _console.As(Role.Ops));

        Assert.True(answer.Succeeded, answer.Errors is [var e, ..] ? e.Message : "");
        Assert.Equal(_anh, answer.Value.CustomerId);
        var after = await RowsAsync(_anh);
        Assert.Superset(before.Select(r => r.Id).ToHashSet(), after.Select(r => r.Id).ToHashSet());
        Assert.Equal(["Có tin được không?", "Tôi muốn nạp tiền"], after.OfType<Message>().Where(m => m.Direction == Direction.Inbound).OrderBy(m => m.ReceivedAt).Select(m => m.Text));
        var (lan, anh) = (await CustomerAsync(_lan), await CustomerAsync(_anh));
        Assert.Equal(("Chị Ánh", "zalo:anh-zalo", agent, "Lan Anh", "telegram:lan-tg"), (anh.Name, anh.Identity, anh.AiAgentId, lan.Name, lan.Identity));
        Assert.Equal((bindings, Now, Now.AddMinutes(-1)), (_console[Counters.ActiveBindings], lan.LastSeenAt, anh.LastSeenAt));
        Assert.Equal(after.OfType<WorkTask>().Count(t => t.Status == WorkTaskStatus.Open), anh.OpenTasks);
        Assert.Equal([_anh], await FindAsync("chi anh"));
        Assert.Equal([_lan], await FindAsync("lan anh"));
        await VerifyTwiceAsync();
        Assert.Equal("undone", Assert.Single((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), _console.As(Role.Ops))).Errors).Code);

        // And once more, from what is there now.
        await MergeAsync(_anh, _lan);
        Assert.Equal(_anh, await HearAsync(Channel.Telegram, "lan-tg", null, "Chào"));
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Separate_OneOfTwo_LeavesTheOtherFoundByItsNotedNumber()
    {
        var (lan, first, second) = (await HearAsync(Channel.Telegram, "lan-1", "Lan", "chào shop"), await HearAsync(Channel.Zalo, "lan-2", "Lan", "chào shop"), await HearAsync(Channel.Facebook, "lan-3", "Lan", "chào shop"));
        Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), second, new("Lan", ""), "Lan", "SĐT 0901 234 567"), _console.As(Role.Ops))).Succeeded);
        var merged = await MergeAsync(lan, first);
        await MergeAsync(lan, second);
        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), _console.As(Role.Ops))).Succeeded);
        Assert.Equal([lan], await FindAsync("0901234567"));
    }

    [Fact]
    public async Task AsItWas_AcrossMergeAndSeparation_ShowsEachAsItStood()
    {
        var admin = _console.As(Role.Admin);
        var alone = _console.Lane.Last.Counters.Sequence;
        var merged = await MergeAsync(_lan, _anh);
        var together = _console.Lane.Last.Counters.Sequence;
        var heard = await HearAsync(Channel.Zalo, "anh-zalo", null, "Alo");
        await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), admin);

        Assert.Equal(["telegram:lan-tg"], (await AtAsync(_lan, alone)).Identities);
        Assert.Equal(["telegram:lan-tg", "zalo:anh-zalo"], (await AtAsync(_lan, together)).Identities.Order());
        Assert.Equal(["telegram:lan-tg"], (await AtAsync(_lan, long.MaxValue)).Identities);
        Assert.Equal(("Chị Ánh", "zalo:anh-zalo"), ((await AtAsync(_anh, long.MaxValue)).Name, Assert.Single((await AtAsync(_anh, long.MaxValue)).Identities)));
        Assert.Equal(_lan, heard);
        var conversation = (await RowsAsync(_anh)).OfType<Conversation>().Single();
        var steps = (await _console.SendAsync(new GetSteps.Query(conversation.Id), admin)).Value.Steps;
        Assert.Equal(["Có tin được không?", "Alo"], steps.Select(s => s.Text).OfType<string>());

        async Task<GetCustomerAsItWas.Answer> AtAsync(Guid id, long sequence) => (await _console.SendAsync(new GetCustomerAsItWas.Query(id, sequence), admin)).Value;
    }

    [Fact]
    public async Task Merge_WhatCannotBe_IsRefusedWithItsReason()
    {
        var other = await HearAsync(Channel.Telegram, "duc-tg", "Đức", "Chào shop");
        Assert.Equal("merge_same_channel", await RefusedAsync(_lan, other));
        var stale = await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), _lan, _anh, Guid.NewGuid(), null), _console.As(Role.Ops));
        Assert.Equal(ErrorKind.Stale, Assert.Single(stale.Errors).Kind);
        Assert.Equal("same", await RefusedAsync(_lan, _lan));
        var nobody = await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), Guid.Empty, Guid.Empty, null, null), _console.As(Role.Ops));
        Assert.Equal([("customerId", "choose"), ("otherId", "choose")], nobody.Errors.Select(e => (e.Field, e.Code)));
        await MergeAsync(_lan, _anh);
        var facebook = await HearAsync(Channel.Facebook, "lan-fb", "Lan", "Chào shop");
        Assert.Equal("merge_has_absorbed", await RefusedAsync(facebook, _lan));
        var preview = (await _console.SendAsync(new PreviewMerge.Query(facebook, _lan), _console.As(Role.Ops))).Value;
        Assert.Equal(("merge_has_absorbed", null), (preview.Refused?.Code, preview.RefusedTheOtherWay?.Code));
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Merge_IntoOneWhoseAgentDoesNotServeBothChannels_IsRefused_TheOtherWayGoes()
    {
        var admin = _console.Admin();
        var agent = (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "Telegram", admin.SalesUserId!.Value, "vi", [Channel.Telegram], 9), admin)).Value.AiAgentId;
        Assert.True((await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(_lan, (await CustomerAsync(_lan)).AiAgentId)], agent, "drill"), admin)).Succeeded);
        Assert.Equal("merge_agent_channel", await RefusedAsync(_lan, _anh));
        await MergeAsync(_anh, _lan);
    }

    [Fact]
    public async Task Merge_OneWhoWaits_TakesTheOthersPlace()
    {
        var agent = (await CustomerAsync(_anh)).AiAgentId!.Value;
        var waiting = await FillAsync();
        var bindings = _console[Counters.ActiveBindings];
        await MergeAsync(waiting, _anh);
        Assert.Equal((agent, bindings), ((await CustomerAsync(waiting)).AiAgentId, _console[Counters.ActiveBindings]));
        Assert.Equal(0, _console[Counters.UnboundCustomers]);
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Separate_WithNoRoomForTheOther_WaitsSinceThen()
    {
        var merged = await MergeAsync(_lan, _anh);
        foreach (var name in (string[])["trojanAI", "AI Sales A", "AI Sales B"])
            Assert.True((await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay)).Succeeded);
        _console.Clock.Advance(TimeSpan.FromDays(1));
        var apart = (await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), _console.As(Role.Ops))).Value;
        Assert.Null(apart.AiAgent);
        Assert.Equal(Now, (await CustomerAsync(_anh)).WaitingSince);
    }

    [Fact]
    public async Task Separate_AtOnce_WhoWaitedWaitsAgain_AndTheOtherHasItsPlace()
    {
        var waiting = await FillAsync();
        var before = (await StateAsync(waiting), await StateAsync(_anh), _console[Counters.ActiveBindings], _console[Counters.OpenTasks]);
        _console.Clock.Advance(TimeSpan.FromMinutes(3));
        var merged = await MergeAsync(waiting, _anh);
        _console.Clock.Advance(TimeSpan.FromSeconds(7));

        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged.MergeId), _console.As(Role.Ops))).Succeeded);

        Assert.Equal(before, (await StateAsync(waiting), await StateAsync(_anh), _console[Counters.ActiveBindings], _console[Counters.OpenTasks]));
        await VerifyTwiceAsync();

        async Task<(Guid?, DateTime?, int, Holder, string)> StateAsync(Guid id)
        {
            var (customer, rows) = (await CustomerAsync(id), await RowsAsync(id));
            var tasks = rows.OfType<WorkTask>().Where(t => t.Status == WorkTaskStatus.Open).Select(t => $"{t.Kind} {t.SalesUserId} {t.DueAt:O}").Order();
            return (customer.AiAgentId, customer.WaitingSince, customer.OpenTasks, rows.OfType<Conversation>().Single().Holder, string.Join(", ", tasks));
        }
    }

    [Fact]
    public async Task Transfer_OfOneOnTwoChannels_DemandsAnAgentOfBoth()
    {
        await MergeAsync(_lan, _anh);
        var admin = _console.Admin();
        foreach (var channels in (Channel[][])[[Channel.Telegram], [Channel.Zalo, Channel.Telegram]])
            Assert.True((await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"Of {channels.Length}", admin.SalesUserId!.Value, "vi", channels, 9), admin)).Succeeded);
        var targets = (await _console.SendAsync(new ListTransferTargets.Query([_lan]), admin)).Value.Agents;
        Assert.Equal((0, 1), (targets.Single(t => t.Agent.Name == "Of 1").Fits, targets.Single(t => t.Agent.Name == "Of 2").Fits));
        Assert.Equal(["telegram", "zalo"], targets[0].Checks[(int)AgentCheckKind.Channel].What);
        Assert.Equal("target_channel", Assert.Single((await TransferAsync("Of 1")).Errors).Code);
        Assert.Equal(1, (await TransferAsync("Of 2")).Value.Outcome.Done);
        await VerifyTwiceAsync();

        async Task<Result<TransferCustomers.Answer>> TransferAsync(string agent) =>
            await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(_lan, (await CustomerAsync(_lan)).AiAgentId)], Staffing.Agent(_console, agent).Id, "drill"), admin);
    }

    [Fact]
    public void Rows_EveryTableThatIsACustomers_GoesAlong()
    {
        using var store = _console.Read();
        var types = store.Model.GetEntityTypes().Where(t => t.FindProperty("CustomerId") is not null).Select(t => t.ClrType);
        // What was said of a customer stays said of it; its key stays with that, and a merge with who went. Whoever is erased is merged with nobody.
        Assert.Equal(types.Except([typeof(AuditEntry), typeof(CustomerKey), typeof(EarlierErasure), typeof(Merge)]).OrderBy(t => t.Name), CustomerRows.Types.OrderBy(t => t.Name));
    }

    /// <summary>Customers come until one finds no agent with room; that one.</summary>
    private async Task<Guid> FillAsync()
    {
        await using var store = _console.Read();
        Assert.InRange(store.AiAgents.Where(a => a.Status == AgentStatus.Active).Sum(a => a.Capacity), 1, 200);
        for (var i = 0; _console[Counters.UnboundCustomers] == 0 && i < 300; i++) await HearAsync(Channel.Telegram, $"many-{i}", $"Khách {i}", "Chào");
        return await store.Customers.Where(Counters.UnboundCustomers.Rows).Select(c => c.Id).SingleAsync(Token);
    }

    private DateTime Now => _console.Clock.GetUtcNow().UtcDateTime;

    private async Task VerifyTwiceAsync()
    {
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
        using var copy = new StoreCopy(_console.Files);
        Assert.StartsWith("sound", Assert.Single((await Python.VerifyAsync(copy.Files.Database)).Lines), StringComparison.Ordinal);
    }

    private async Task<Guid> HearAsync(Channel channel, string account, string? name, string text, ReceiveMessage.Reported? understood = null) =>
        (await _console.SendAsync(new ReceiveMessage.Command(channel, account, $"{Guid.NewGuid()}", text, name, null, understood), Caller.Runtime)).Value.CustomerId;

    private async Task<MergeCustomers.Answer> MergeAsync(Guid stays, Guid goes)
    {
        var answer = await SendAsync(stays, goes);
        Assert.True(answer.Succeeded, answer.Errors is [var error, ..] ? error.Message : "");
        return answer.Value;
    }

    private async Task<string?> RefusedAsync(Guid stays, Guid goes) => Assert.Single((await SendAsync(stays, goes)).Errors).Code;

    private async Task<Result<MergeCustomers.Answer>> SendAsync(Guid stays, Guid goes) => await _console.SendAsync(
        new MergeCustomers.Command(Guid.NewGuid(), stays, goes, (await CustomerAsync(stays)).AiAgentId, (await CustomerAsync(goes)).AiAgentId), _console.As(Role.Ops));

    private async Task<Customer> CustomerAsync(Guid id)
    {
        await using var store = _console.Read();
        return await store.Customers.SingleAsync(c => c.Id == id, Token);
    }

    private async Task<List<IOfCustomer>> RowsAsync(Guid id)
    {
        await using var store = _console.Read();
        return await CustomerRows.ReadAsync(store, id, Token);
    }

    private async Task<IEnumerable<Guid>> FindAsync(string words) =>
        (await _console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["search"] = words })), _console.As(Role.Ops))).Value.Rows.Select(r => r.Id);
}
