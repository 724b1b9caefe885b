using System.Globalization;
using SalesOps.Console.Panels.Finding;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Views;

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

        Assert.Equal(may, string.Join(' ', places.Select(p => p.Leave is null ? p.Press : "leave").Where(p => p == "leave" || guarded.Contains(p)).Order(StringComparer.Ordinal)).Replace("#learning a", "#learning-a", StringComparison.Ordinal));
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
    [InlineData(Role.Admin, "Open the customer|Transfer|Hand back to AI: zalo|Take over: zalo|Take over: telegram|Add task")]
    [InlineData(Role.Ops, "Open the customer|Transfer|Hand back to AI: zalo|Take over: telegram|Add task")]
    [InlineData(Role.RealSalesUser, "Open the customer|Take over: telegram|Add task")]
    public void Of_ACustomer_HoldsWhatTheRoleMayDoWithIt_ByChannel(Role role, string offered) => In("en", () =>
    {
        var held = Talk(Channel.Zalo, Holder.Human);
        var places = Place.Of(By(role), Customer([held, Talk(Channel.Telegram, Holder.Ai)]), "/?customer=1");
        Assert.Equal(offered.Split('|').Order(), places.Select(p => p.Note is { } note ? $"{p.Label}: {note.ToLowerInvariant()}" : p.Label).Order());
        Assert.Equal("/?customer=1", places[0].Address);
    });

    [Fact]
    public void Of_ACustomer_WithOneConversation_NamesNoChannel_AndAnErasedOneIsOnlyOpened() => In("en", () =>
    {
        var talk = Talk(Channel.Zalo, Holder.Ai);
        Assert.Equal(["Open the customer", "Transfer", "Take over", "Add task"], Place.Of(By(Role.Ops), Customer([talk]), "/").Select(p => p.Label));
        Assert.All(Place.Of(By(Role.Ops), Customer([talk]), "/"), p => Assert.Null(p.Note));
        Assert.Equal(["Open the customer"], Place.Of(By(Role.Admin), Customer([talk]) with { ErasedAt = DateTime.UtcNow }, "/").Select(p => p.Label));
    });

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
