using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Lists;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Reports;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Reports;

public sealed class GetReportTests : IAsyncLifetime
{
    private static readonly TimeZoneInfo Hanoi = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    private readonly TestConsole _console = new();
    private SalesUser _owner = default!, _other = default!;
    private Guid _first, _second;

    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => _owner = LaneCommands.AddPerson(change, "owner@example.com", Role.Admin));
        await _console.Lane.RunAsync(change => _other = LaneCommands.AddPerson(change, "other@example.com"));
        _first = await AddAgentAsync("AI 1", _owner);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Report_OfOneDay_CountsWaitsHoursAndWhoseCustomersTheyWere()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        await SayAsync("lan", "m-1");
        Advance(10);
        await SayAsync("lan", "m-2");
        Advance(20);
        await ReplyAsync("lan", "r-1");
        Advance(5);
        _second = await AddAgentAsync("AI 2", _other);
        await TransferAsync("lan");
        Advance(5);
        await SayAsync("lan", "m-3");
        await SayAsync("duc", "m-4");
        Advance(60);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _console.Conversation("lan"), Version("lan"), "customer_asked"), Caller.Person(_owner))).Succeeded);
        Advance(90);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _console.Conversation("lan"), Version("lan"), HandBackConversation.Reasons[0]), Caller.Person(_owner))).Succeeded);

        var report = (await AskAsync(began)).Value;

        Assert.Equal((4, 1, 2, 1, 1, 2), (report.All.In, report.All.Out, report.All.Conversations, report.All.TakenOver, report.All.Answered, report.All.Unanswered));
        Assert.Equal(TimeSpan.FromSeconds(30), report.All.Response.Median);
        Assert.Equal(0.5, report.All.TakeoverRate);
        Assert.Equal((1, TimeSpan.FromSeconds(90)), (report.Held.Count, report.Held.Median));
        var hour = TimeZoneInfo.ConvertTimeFromUtc(began, Hanoi).Hour;
        Assert.Equal((hour, 4, 1), report.Hours.Select(h => (h.Of, h.In, h.Out)).Single(h => h.In > 0));
        var (first, second) = (report.Agents.Single(a => a.Id == _first), report.Agents.Single(a => a.Id == _second));
        Assert.Equal((3, 1, 1), (first.Talk.In + second.Talk.In - 1, first.Talk.Out, second.Talk.Unanswered + first.Talk.Unanswered - 1));
        Assert.Equal(TimeSpan.FromSeconds(30), first.Talk.Response.Median);
        Assert.Equal(2, report.Agents.Sum(a => a.Bindings));
        // It was taken over after it had gone to the second.
        Assert.Equal((0, 1, TimeSpan.FromSeconds(90)), (first.Held.Count, second.Held.Count, second.Held.Median));
        var person = report.People.Single(p => p.Id == _owner.Id);
        Assert.Equal((1, TimeSpan.FromSeconds(90)), (person.Takeovers, person.Held.Median));
        Assert.Equal([(first.Bindings, 5), (second.Bindings, 5)], new[] { _owner, _other }.Select(p => report.People.Single(r => r.Id == p.Id)).Select(r => (r.Bindings, r.Capacity)));
        Assert.Null(report.CountedFrom);
    }

    [Fact]
    public async Task Report_MarkedOptedOutOrAnsweredLater_IsNotUnanswered()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        foreach (var who in (string[])["lan", "duc", "mai", "tam"]) await SayAsync(who, $"m-{who}");
        Advance(60);
        await MarkAsync("lan");
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), _console.Customer("duc"), Channel.Telegram, "by_phone", null), Caller.Person(_owner))).Succeeded);
        var deed = await MarkAsync("tam");
        Assert.True((await _console.SendAsync(new UndoAnswered.Command(Guid.NewGuid(), _console.Conversation("tam"), deed), Caller.Person(_owner))).Succeeded);
        Advance(60);
        // What the AI says next answers nobody who waits, and who opted out waits for nothing.
        await ReplyAsync("lan", "r-lan");
        await SayAsync("duc", "m-duc-2");
        Advance(24 * 60 * 60);
        await ReplyAsync("mai", "r-mai");

        var report = (await AskAsync(began)).Value.All;

        Assert.Equal((5, 1, 1, TimeSpan.FromSeconds(24 * 60 * 60 + 120)), (report.In, report.Answered, report.Unanswered, report.Response.Median));
    }

    [Fact]
    public async Task Report_OfWhoWroteWhileOptedOut_AgreesWithWhoWaits_OnceThatIsLifted()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        foreach (var who in (string[])["lan", "duc", "mai"])
        {
            await SayAsync(who, $"m-{who}");
            Advance(1);
            await ReplyAsync(who, $"r-{who}");
        }
        Advance(60);
        foreach (var who in (string[])["lan", "duc", "mai"])
            Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), _console.Customer(who), Channel.Telegram, "by_phone", null), Caller.Person(_owner))).Succeeded);
        Advance(60);
        foreach (var who in (string[])["lan", "duc"]) await SayAsync(who, $"m-{who}-2");
        await AgreesAsync(0, 3);
        Advance(60);
        foreach (var who in (string[])["lan", "mai"])
            Assert.True((await _console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), _console.Customer(who), Channel.Telegram, "by_phone", null), Caller.Person(_owner))).Succeeded);
        await AgreesAsync(1, 3);
        Advance(60);
        await ReplyAsync("lan", "r-lan-2");
        await AgreesAsync(0, 4);
        Assert.Equal(TimeSpan.FromSeconds(120), (await AskAsync(began)).Value.All.Response.Ninth);

        async Task AgreesAsync(int waits, int answered)
        {
            var report = (await AskAsync(began)).Value.All;
            await using var store = _console.Read();
            Assert.Equal((waits, waits, answered), (report.Unanswered, store.Conversations.Count(c => c.UnansweredSince != null), report.Answered));
        }
    }

    [Fact]
    public async Task Report_OfWhoHasNoAgent_HasARowOfNobody_AndTheRowsComeToTheWhole()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        await SayAsync("lan", "m-1");
        Assert.Null((await _console.WriteAsync("mai", Channel.Zalo)).Assignment);
        var report = (await AskAsync(began)).Value;
        Assert.Equal((null, null, 1, 1), report.Agents[^1] is var agents ? (agents.Id, agents.Name, agents.Talk.In, agents.Talk.Unanswered) : default);
        Assert.Equal((null, null, 1), report.People[^1] is var people ? (people.Id, people.Name, people.Talk.In) : default);
        Assert.Equal((report.All.In, report.All.Unanswered), (report.Agents.Sum(a => a.Talk.In), report.People.Sum(p => p.Talk.Unanswered)));
    }

    [Fact]
    public async Task Takeovers_OfAPerson_OpenExactlyTheRowsTheyCount()
    {
        foreach (var who in (string[])["lan", "duc"]) await SayAsync(who, $"m-{who}");
        await TakeAndGiveBackAsync("lan", _owner);
        Advance(24 * 60 * 60);
        var day = _console.Clock.GetUtcNow().UtcDateTime;
        for (var i = 0; i < 2; i++) await TakeAndGiveBackAsync("lan", _owner);
        await TakeAndGiveBackAsync("duc", _owner);
        var third = default(SalesUser)!;
        await _console.Lane.RunAsync(change => third = LaneCommands.AddPerson(change, "third@example.com", Role.Admin));
        await TakeAndGiveBackAsync("duc", third);
        var report = (await AskAsync(day)).Value;
        Advance(24 * 60 * 60);
        await TakeAndGiveBackAsync("lan", _owner);

        foreach (var person in report.People.Where(p => p.Takeovers > 0))
        {
            var asked = GridView.Parse("handovers", new Uri($"https://console/?{ListLink.TakenOverBy(person.Id!.Value, report.Since, report.Until)}"));
            var list = await _console.SendAsync(new ListHandovers.Query(asked.Request(null, [])), Caller.Person(_owner));
            Assert.Equal((person.Takeovers, person.Takeovers), (list.Value.Rows.Count, list.Value.Total));
            Assert.All(list.Value.Rows, r => Assert.Equal((HandoverKind.HumanTakeover, person.Name), (r.Kind, r.By)));
        }
        Assert.Equal([1, 3], report.People.Select(p => p.Takeovers).Where(count => count > 0).Order());
        foreach (var wrong in (string[])["2026-06-01T00:00Z", "2026-06-02T00:00Z~2026-06-01T00:00Z", "yesterday~today"])
            Assert.Equal("begun", (await _console.SendAsync(new ListHandovers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["begun"] = wrong })), Caller.Person(_owner))).Errors[0].Field);
    }

    [Fact]
    public async Task Report_OfAnotherDay_HasNothingOfThis()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        await SayAsync("lan", "m-1");

        var before = (await AskAsync(began.AddDays(-1))).Value;

        Assert.Equal((0, 0, null), (before.All.In, before.All.Out, before.All.Response.Median));
        Assert.All(before.Hours, h => Assert.Equal(0, h.In + h.Out));
        Assert.Equal(24, before.Hours.Count);
    }

    [Fact]
    public async Task Report_OfAHandoffWithANotice_WaitsForTheAnswer()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        await SayAsync("lan", "m-1");
        Advance(10);
        Assert.True((await _console.SendAsync(new HandOffConversation.Command(_console.Conversation("lan"), "h-1", Version("lan"), "complaint", "Em chuyển cho đồng nghiệp ạ"), Caller.Runtime)).Succeeded);
        var talk = (await AskAsync(began)).Value.All;
        Assert.Equal((1, 0, 1, 1), (talk.Out, talk.Answered, talk.Unanswered, talk.TakenOver));

        Advance(50);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _console.Conversation("lan"), Version("lan"), HandBackConversation.Reasons[0]), Caller.Person(_owner))).Succeeded);
        await ReplyAsync("lan", "r-1");
        talk = (await AskAsync(began)).Value.All;
        Assert.Equal((1, 0, TimeSpan.FromSeconds(60)), (talk.Answered, talk.Unanswered, talk.Response.Median));
    }

    [Fact]
    public async Task Hours_OfOneAgentOrPerson_AreThoseOfTheirMessages_AndComeToTheWhole()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime;
        await SayAsync("lan", "m-1");
        await ReplyAsync("lan", "r-1");
        Advance(5);
        _second = await AddAgentAsync("AI 2", _other);
        await TransferAsync("lan");
        Advance(5);
        await SayAsync("lan", "m-2");
        var whole = (await AskAsync(began)).Value;

        Assert.Equal((1, 1), await LoadAsync(_first));
        Assert.Equal((1, 0), await LoadAsync(_second));
        Assert.Equal((1, 1), await LoadAsync(_owner.Id));
        Assert.Equal((1, 0), await LoadAsync(_other.Id));
        Assert.Equal((2, 1), (whole.Hours.Sum(h => h.In), whole.Hours.Sum(h => h.Out)));
        Assert.Equal(ErrorKind.NotFound, (await AskAsync(began, Guid.NewGuid())).Errors[0].Kind);

        async Task<(int, int)> LoadAsync(Guid of)
        {
            var report = (await AskAsync(began, of)).Value;
            // All else is the same.
            Assert.Equal((whole.All.In, whole.Agents.Count, whole.People.Count), (report.All.In, report.Agents.Count, report.People.Count));
            return (report.Hours.Sum(h => h.In), report.Hours.Sum(h => h.Out));
        }
    }

    [Theory]
    [InlineData("2026-06-02", "2026-06-01", "to")]
    [InlineData("2026-01-01", "2027-01-02", "to")]
    [InlineData("1999-01-01", "1999-01-02", "from")]
    [InlineData("2026-01-01", "2999-12-31", "to")]
    public async Task Report_OfDaysThatCannotBe_IsRefusedAtTheDay(string from, string to, string field)
    {
        var error = (await _console.SendAsync(new GetReport.Query(DateOnly.Parse(from, null), DateOnly.Parse(to, null), Hanoi))).Errors[0];

        Assert.Equal((ErrorKind.Invalid, field), (error.Kind, error.Field));
    }

    private async Task<Guid> MarkAsync(string who)
    {
        var (deed, id) = (Guid.NewGuid(), _console.Conversation(who));
        await using var store = _console.Read();
        var seen = store.Conversations.Single(c => c.Id == id).LastInboundAt;
        Assert.True((await _console.SendAsync(new MarkAnswered.Command(deed, id, seen), Caller.Person(_owner))).Succeeded);
        return deed;
    }

    private int Version(string who)
    {
        using var store = _console.Read();
        var id = _console.Conversation(who);
        return store.Conversations.Single(c => c.Id == id).HolderVersion;
    }

    private async Task TakeAndGiveBackAsync(string who, SalesUser by)
    {
        Advance(60);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _console.Conversation(who), Version(who), "customer_asked"), Caller.Person(by))).Succeeded);
        Advance(60);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _console.Conversation(who), Version(who), HandBackConversation.Reasons[0]), Caller.Person(by))).Succeeded);
    }

    private void Advance(int seconds) => _console.Clock.Advance(TimeSpan.FromSeconds(seconds));

    private Task<Result<GetReport.Answer>> AskAsync(DateTime of, Guid? hoursOf = null)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(of, Hanoi));
        return _console.SendAsync(new GetReport.Query(day, day, Hanoi, hoursOf), Caller.Person(_owner));
    }

    private async Task<Guid> AddAgentAsync(string name, SalesUser owner) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner.Id, "vi", [Channel.Telegram], 5))).Value.AiAgentId;

    private async Task SayAsync(string who, string id) =>
        Assert.True((await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, id, "Chào shop", who, null, null), Caller.Runtime)).Succeeded);

    private async Task ReplyAsync(string who, string id) =>
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(_console.Conversation(who), id, "Chào bạn", Version(who)), Caller.Runtime)).Succeeded);

    private async Task TransferAsync(string who) => Assert.True((await _console.SendAsync(
        new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(_console.Customer(who), _first)], _second, "workload"), Caller.Person(_owner))).Succeeded);
}
