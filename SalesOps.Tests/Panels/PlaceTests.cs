using System.Globalization;
using SalesOps.Console.Panels.Finding;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

public sealed class PlaceTests
{
    private static readonly string[] Sections = ["customers", "tasks", "audit"];

    [Theory]
    [InlineData(Role.Admin, true, true)]
    [InlineData(Role.Ops, false, true)]
    [InlineData(Role.RealSalesUser, false, true)]
    public void Of_ARole_HoldsWhatItMayDo(Role role, bool invites, bool addsTasks)
    {
        var presses = Of(role).Select(p => p.Press).ToList();

        Assert.Equal((invites, invites, addsTasks), (presses.Contains("#add-people"), presses.Contains("#add-api-key"), presses.Contains("#add-tasks")));
    }

    [Theory]
    [InlineData(Role.Admin, true, true)]
    [InlineData(Role.Supervisor, true, false)]
    [InlineData(Role.Ops, false, false)]
    public void Of_ARole_LeadsToRulesAndSettings_ThatItMayChange(Role role, bool rules, bool settings)
    {
        var presses = Of(role).Select(p => p.Press).ToList();

        Assert.Equal((rules, settings, settings), (presses.Contains("#playbook-edit"), presses.Contains("#settings [data-setting=holidays] .cell-edit"), presses.Contains("#settings [data-setting=time_zone] .cell-edit")));
    }

    [Theory]
    [InlineData(Role.Admin, "#add-agents #learning-a[download] #rebalance leave")]
    [InlineData(Role.Ops, "#rebalance leave")]
    [InlineData(Role.RealSalesUser, "")]
    public void Of_ARole_LeadsToAgentsCorrectionsAndLeave_ThatItMayChange(Role role, string may)
    {
        string[] guarded = ["#add-agents", "#learning a[download]", "#rebalance"];
        var places = Place.Of(By(role), Sections, "/", [new SalesUser(Guid.NewGuid(), "Lan", "lan@example.com", Role.RealSalesUser, DateTime.UtcNow)]);

        Assert.Equal(role == Role.Admin, places.Any(p => p is { OnlyTyped: true, ActsUnasked: true }));
        Assert.Equal(may, string.Join(' ', places.Where(p => !p.ActsUnasked || p.Does is null).Select(p => p.Does is null ? p.Press : "leave").Where(p => p == "leave" || guarded.Contains(p)).Order(StringComparer.Ordinal)).Replace("#learning a", "#learning-a", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("vi", "khach", "customers")]
    [InlineData("vi", "NHẬT KÝ", "audit")]
    [InlineData("zh-CN", "审", "audit")]
    [InlineData("en", "cust", "customers")]
    [InlineData("zh-CN", "customers", "customers")]
    public void Matching_PartsInAnyCaseAndAccents_FindTheSectionFirst(string culture, string typed, string section) => In(culture, () =>
        Assert.Equal(section, Place.Matching(Of(Role.Ops), typed)[0].Section));

    [Fact]
    public void Matching_SeveralWords_NeedsEach() => In("en", () =>
    {
        Assert.Equal(["Export: Tasks"], Place.Matching(Of(Role.Ops), "export tas").Select(p => p.Label));
        Assert.Empty(Place.Matching(Of(Role.Ops), "export nothing"));
        Assert.Equal(Of(Role.Ops).Count, Place.Matching(Of(Role.Ops), "  ").Count);
    });

    [Theory]
    [InlineData(Role.Admin, "Open the customer|Transfer|Hand back to AI: zalo|Take over: zalo|Take over: telegram|Add task|Edit customer|Answered: telegram|Customer opts out: telegram|Lift the opt-out: zalo")]
    [InlineData(Role.Ops, "Open the customer|Transfer|Hand back to AI: zalo|Take over: telegram|Add task|Edit customer|Answered: telegram|Customer opts out: telegram|Lift the opt-out: zalo")]
    [InlineData(Role.RealSalesUser, "Open the customer|Take over: telegram|Add task|Edit customer|Answered: telegram|Customer opts out: telegram")]
    public void Of_ACustomer_HoldsWhatTheRoleMayDoWithIt_ByChannel(Role role, string offered) => In("en", () =>
    {
        var held = Talk(Channel.Zalo, Holder.Human);
        var customer = Customer([held, Talk(Channel.Telegram, Holder.Ai) with { UnansweredSince = DateTime.UtcNow }]) with
        {
            Channels = [Channel.Zalo, Channel.Telegram], OptOuts = [new(Channel.Zalo, "wrote", null, null, DateTime.UtcNow)],
        };
        var places = Place.Of(By(role), customer, "/?customer=1");
        Assert.Equal(offered.Split('|').Order(), places.Select(p => p.Note is { } note ? $"{p.Label}: {note.ToLowerInvariant()}" : p.Label).Order());
        Assert.Equal("/?customer=1", places[0].Address);

        // Who is open is not opened, and the acts stand under the name.
        var open = Place.Of(By(role), customer);
        Assert.Equal(places.Skip(1).Select(p => (p.Label, p.Note)), open.Select(p => (p.Label, p.Note)));
        Assert.All(open, p => Assert.Equal((Place.Open, "Lan"), (p.Group, p.Heading)));
    });

    [Fact]
    public void Of_ACustomer_WithOneConversation_NamesNoChannel_AndAnErasedOneIsOnlyOpened() => In("en", () =>
    {
        var talk = Talk(Channel.Zalo, Holder.Ai);
        Assert.Equal(["Open the customer", "Transfer", "Take over", "Add task", "Edit customer"], Place.Of(By(Role.Ops), Customer([talk]), "/").Select(p => p.Label));
        Assert.All(Place.Of(By(Role.Ops), Customer([talk]), "/"), p => Assert.Null(p.Note));
        Assert.Equal(["Open the customer"], Place.Of(By(Role.Admin), Customer([talk]) with { ErasedAt = DateTime.UtcNow }, "/").Select(p => p.Label));
        Assert.Empty(Place.Of(By(Role.Admin), Customer([talk]) with { ErasedAt = DateTime.UtcNow }));
    });

    [Fact]
    public async Task Of_AgentsAndPeople_MakesNoAddressBeforeOneIsChosen()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var made = 0;
        var places = Place.Of(console.Admin(), console.Lane.Last.Directory, ["agents", "people"], (section, filters) => $"/?{section}={filters.Count}&{++made}").ToList();
        Assert.NotEmpty(Place.Matching(places, "sales"));
        Assert.Equal(0, made);
        Assert.Equal("/?agents=1&1", places[0].Leads);
    }

    [Fact]
    public void Of_SavedViews_AreThoseOfListsOnThePage_AndShownToWhoTypesForThem() => In("en", () =>
    {
        ListViews.Row View(string name, string list, string? owner) => new(Guid.NewGuid(), name, "", owner is not null, owner, owner is null, 1, list);
        ListViews.Row[] views = [View("Nóng", "customers", "Demo Sales"), View("Mine", "tasks", null), View("Requests", "requests", null)];
        var places = Place.Of(views, Sections).ToList();
        Assert.Equal(["Nóng", "Mine"], places.Select(p => p.Label));
        Assert.Equal(["Nóng"], Place.Matching(places, "nong demo").Select(p => p.Label));
        Assert.Empty(Place.Matching(places, ""));
        Assert.Equal(("customers", "#customers-views", $"#customers .view-line[data-id='{views[0].Id}'] .menu-item"), (places[0].Section, places[0].Press, places[0].PressNext));
    });

    [Fact]
    public async Task Of_AgentsAndPeople_AreThoseWhoseRowsOneSees_EachAloneInItsSection()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var (admin, sales, directory) = (console.Admin(), console.As(Role.RealSalesUser), console.Lane.Last.Directory);
        string[] all = ["agents", "people"];
        static string Row(string section, Dictionary<string, string> filters) => $"{section}?{string.Join('&', filters.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"))}";

        var places = Place.Of(admin, directory, all, Row).ToList();
        var agent = console.Agent("AI Sales A");
        Assert.Equal($"agents?agent={agent.Id}", Place.Matching(places, "ai SALES a").Single(p => p.Label == "AI Sales A").Leads);
        Assert.Equal(directory.SalesUsers.Count, places.Count(p => p.Group == Place.People));
        Assert.Contains(Place.Matching(places, "ops@example"), p => p.Leads!.StartsWith("people?person=", StringComparison.Ordinal) && p.Leads.EndsWith("&rows=all", StringComparison.Ordinal));
        Assert.Empty(Place.Matching(places, ""));

        Assert.Equal(directory.AiAgents.Values.Count(a => a.OwnerId == sales.SalesUserId), Place.Of(sales, directory, ["agents"], Row).Count());
        var rows = (await console.SendAsync(new ListAiAgents.Query(new(Filters: new Dictionary<string, string> { ["agent"] = agent.Id.ToString() })), admin)).Value.Rows;
        Assert.Equal(agent.Id, Assert.Single(rows).Id);
        var person = directory.SalesUsers.Values.First(u => !u.IsSalesperson);
        Assert.Equal(person.Id, Assert.Single((await console.SendAsync(new ListSalesUsers.Query(new(Filters: new Dictionary<string, string> { ["rows"] = "all", ["person"] = person.Id.ToString() })), admin)).Value.Rows).Id);
    }

    [Fact]
    public void Matching_MoreAgentsThanAreShown_LeadsToTheRest_AndKeepsGroupsTogether() => In("en", () =>
    {
        Place[] places = [.. Enumerable.Range(1, Place.Most + 2).Select(n => new Place(Place.Agents, $"Audit {n}", OnlyTyped: true)), .. Of(Role.Ops)];
        var found = Place.Matching(places, "audit", group => new(group, "all"));
        Assert.Equal(Place.Most + 1, found.Count(p => p.Group == Place.Agents));
        Assert.Equal("all", found.Last(p => p.Group == Place.Agents).Label);
        Assert.Equal(Place.Sections, found[0].Group);
        Assert.Equal(found.Select(p => p.Group).Distinct().Count(), found.Zip(found.Skip(1)).Count(pair => pair.First.Group != pair.Second.Group) + 1);
    });

    private static IReadOnlyList<Place> Of(Role role) => Place.Of(By(role), Sections, "/");

    private static Caller By(Role role) => new(CallerKind.Person, Guid.NewGuid(), role);

    private static GetCustomer.Talk Talk(Channel channel, Holder holder) => new(Guid.NewGuid(), channel, "discovery", holder, null, 1, DateTime.UtcNow, null, holder == Holder.Human ? Guid.NewGuid() : null, []);

    private static GetCustomer.Answer Customer(IReadOnlyList<GetCustomer.Talk> talks) =>
        new(Guid.NewGuid(), "Lan", [], "discovery", null, null, null, null, "", 0, 0, DateTime.UtcNow, DateTime.UtcNow, talks, 1, 0, null, null, "", [], [], [], false);

    private static void In(string culture, Action check)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            check();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
