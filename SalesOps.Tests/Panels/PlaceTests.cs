using System.Globalization;
using SalesOps.Console.Panels.Finding;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

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

    private static IReadOnlyList<Place> Of(Role role) => Place.Of(new Caller(CallerKind.Person, Guid.NewGuid(), role), Sections, "/");

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
