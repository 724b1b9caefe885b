using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;
using static SalesOps.Domain.UseCases.Audit.GetEntryChanges;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Audit;

/// <summary>What an entry changed: told whole to those who may see it, and to nobody what is secret, erased, or another's to say.</summary>
public sealed class GetEntryChangesTests(FaultDay day) : IClassFixture<FaultDay>, IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task AgentEdit_EachField_FromWhatToWhat()
    {
        var agent = Staffing.Agent(_console, "AI Sales A");
        Assert.True((await _console.EditAsync("AI Sales A", t => t with { Name = "AI Sales Á", Capacity = t.Capacity + 1, Channels = [Channel.Telegram], Caps = [new(Channel.Telegram, 9)] }, StrandedChoice.UntilEnd)).Succeeded);

        var answer = await OpenAsync("ai_agent.updated");

        Assert.Equal((PersonalPart.None, false), (answer.Personal, answer.IsBlind));
        var row = answer.Rows.Single(r => r.Table == "AiAgents");
        Assert.Equal((agent.Id, RowFate.Changed), (row.Id, row.Fate));
        Assert.Equal(("AI Sales A", "AI Sales Á"), Values(row, "Name"));
        Assert.Equal(((long)agent.Capacity, agent.Capacity + 1L), Values(row, "Capacity"));
        Assert.Equal(("telegram", nameof(Channel)), (Field(row, "Channels").Is, Field(row, "Channels").Codes));
        Assert.Equal((null, "telegram:9"), Values(row, "Caps"));
        Assert.DoesNotContain(row.Fields, f => f.Column is "Language" or "Status");
        var edit = answer.Rows.Single(r => r.Table == "AgentEdits");
        Assert.Equal((RowFate.Added, _console.Admin().SalesUserId, null), (edit.Fate, Field(edit, "ById").Is, Field(edit, "ById").Was));
        Assert.Equal(_console.Clock.GetUtcNow().UtcDateTime, Field(edit, "At").Is);
    }

    [Fact]
    public async Task PersonEdit_TellsTheRoleAsACode()
    {
        var ops = _console.Lane.Last.Directory.SalesUsers.Values.First(u => u.Role == Role.Ops);
        Assert.True((await _console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), ops.Id, ops.Version, ops.Name, Role.Supervisor), _console.Admin())).Succeeded);
        var row = (await OpenAsync("sales_user.updated")).Rows.Single(r => r.Table == "SalesUsers");
        Assert.Equal((nameof(Role), "ops", "supervisor"), (Field(row, "Role").Codes, Field(row, "Role").Was, Field(row, "Role").Is));
    }

    [Fact]
    public async Task CustomerEdit_TellsNames_UntilTheyAreErased()
    {
        var id = (await _console.WriteAsync("Zxq Lan")).CustomerId;
        Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), id, new CustomerTraits("Zxq Lan", ""), "Zxq Hoa", "Zxq gọi sau"), _console.As(Role.Ops))).Succeeded);
        var answer = await OpenAsync("customer.edited", _console.As(Role.Ops));
        Assert.Equal(PersonalPart.Shown, answer.Personal);
        var row = answer.Rows.Single(r => r.Table == "Customers");
        Assert.Equal((id, ("Zxq Lan", "Zxq Hoa")), (row.Id, Values(row, "Name")));
        Assert.Equal((null, "Zxq gọi sau"), Values(row, "Note"));
        Assert.DoesNotContain(row.Fields, f => f.Column is "SearchText" or "AbsorbedText");

        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), _console.Admin())).Succeeded);
        var after = await OpenAsync("customer.edited", _console.Admin());
        Assert.Equal(PersonalPart.Erased, after.Personal);
        foreach (var entry in _console.Read().AuditEntries.Where(a => a.CustomerId == id).Select(a => a.Sequence).ToList())
            Assert.DoesNotContain((await _console.SendAsync(new Query(entry), _console.Admin())).Value.Rows.SelectMany(r => r.Fields), f => $"{f.Was} {f.Is}".Contains("zxq", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Salesperson_ReadsEntriesOfOwn_AndNoNamesOfWhomAnotherHasNow()
    {
        var sales = _console.As(Role.RealSalesUser);
        var (own, other) = (Staffing.Agent(_console, "AI Sales A"), Staffing.Agent(_console, "trojanAI"));
        Assert.NotEqual(own.OwnerId, other.OwnerId);
        Customer customer;
        using (var store = _console.Read()) customer = store.Customers.First(c => c.AiAgentId == own.Id);
        Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer.Id, customer.Traits, "Zxq", null), sales)).Succeeded);
        var edited = Last("customer.edited");
        Assert.Equal(PersonalPart.Shown, (await _console.SendAsync(new Query(edited), sales)).Value.Personal);

        Assert.True((await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(customer.Id, own.Id)], other.Id, "drill"), _console.As(Role.Ops))).Succeeded);

        var withheld = (await _console.SendAsync(new Query(edited), sales)).Value;
        Assert.Equal(PersonalPart.Withheld, withheld.Personal);
        Assert.DoesNotContain(withheld.Rows.SelectMany(r => r.Fields), f => f.Column is "Name" or "NameBefore" or "NameAfter");
        foreach (var hidden in (long[])[NotOf(sales.SalesUserId!.Value), 0, long.MaxValue])
            Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new Query(hidden), sales)).Kind);
    }

    [Fact]
    public async Task Secrets_AreSaidToHaveChanged_AndNoMore()
    {
        Assert.True((await _console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "key", [.. Enumerable.Repeat((byte)7, 32)], "abcdef", [ApiScope.Counters]), _console.Admin())).Succeeded);
        var row = Assert.Single((await OpenAsync("api_key.created")).Rows);
        Assert.Equal((true, null, null), (Field(row, "KeyHash").IsSecret, Field(row, "KeyHash").Was, Field(row, "KeyHash").Is));
        Assert.Equal((false, nameof(ApiScope), "counters"), (Field(row, "Scopes").IsSecret, Field(row, "Scopes").Codes, Field(row, "Scopes").Is));
    }

    [Fact]
    public async Task Opinion_IsNotToldToWhoIsAskedTheSame()
    {
        var people = await _console.HireAsync(2);
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.SecondShare, null, "100", "0"), _console.Admin())).Succeeded);
        var heard = await _console.HearAsync("lan");
        Assert.True((await _console.ApproveAsync(await _console.CaseAsync(heard), people[0])).Value.IsOpinion);

        Assert.Contains((await OpenAsync("review.opinion", people[0])).Rows, r => r.Table == "Decisions");
        var blind = await OpenAsync("review.opinion", people[1]);
        Assert.True(blind.IsBlind);
        Assert.DoesNotContain(blind.Rows, r => r.Table == "Decisions");
        var entry = Last("review.opinion");
        Assert.False((await _console.ApproveAsync(await _console.CaseAsync(heard), people[1])).Value.IsOpinion);
        Assert.Contains((await _console.SendAsync(new Query(entry), people[1])).Value.Rows, r => r.Table == "Decisions");
    }

    [Fact]
    public async Task EveryEntry_OfADayWithEveryCommand_CanBeOpened_AndIsOfferedByItsAction()
    {
        await using var console = new TestConsole(day.StoreAfter(day.Calls.Count));
        await OpenAllAsync(console);
    }

    [Fact]
    public async Task EveryEntry_OfTheFirstVersion_CanBeOpened()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-entries-").FullName;
        FirstVersion.UnpackTo(Path.Combine(folder, "salesops.db"));
        await using var console = new TestConsole(folder);
        await OpenAllAsync(console);
    }

    private static async Task OpenAllAsync(TestConsole console)
    {
        using var store = console.Read();
        var entries = store.AuditEntries.Select(a => new { a.Sequence, a.Action, a.CustomerId }).ToList();
        Assert.NotEmpty(entries);
        Assert.Empty(entries.Select(e => e.Action).Distinct().Except(AuditActions.All));
        foreach (var entry in entries)
        {
            var answer = (await console.SendAsync(new Query(entry.Sequence))).Value;
            Assert.DoesNotContain(answer.Rows, r => r.Table == "Operations");
            Assert.All(answer.Rows, r => Assert.Equal(r.Fields.Count, r.Fields.Select(f => f.Column).Distinct().Count()));
        }
    }

    private async Task<Answer> OpenAsync(string action, Caller? caller = null) => (await _console.SendAsync(new Query(Last(action)), caller ?? _console.Admin())).Value;

    private long Last(string action)
    {
        using var store = _console.Read();
        return store.AuditEntries.Where(a => a.Action == action).Max(a => a.Sequence);
    }

    private long NotOf(Guid salesUser)
    {
        using var store = _console.Read();
        return store.AuditEntries.Where(a => a.SalesUserId != salesUser).Max(a => a.Sequence);
    }

    private static EntryField Field(EntryRow row, string column) => row.Fields.Single(f => f.Column == column);

    private static (object? Was, object? Is) Values(EntryRow row, string column) => (Field(row, column).Was, Field(row, column).Is);
}
