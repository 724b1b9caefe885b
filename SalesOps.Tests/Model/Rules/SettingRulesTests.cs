using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class SettingRulesTests
{
    public static readonly TheoryData<SettingKind> Kinds = [.. Enum.GetValues<SettingKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Default_EachKind_IsSpelledAsItIsRead(SettingKind kind)
    {
        Assert.Equal(SettingRules.Default(kind, false), SettingRules.Spell(kind, false, SettingRules.Default(kind, false), out _));
        if (kind.IsOfAgents()) Assert.Equal(SettingRules.Default(kind, true), SettingRules.Spell(kind, true, SettingRules.Default(kind, true), out _));
    }

    [Theory]
    [InlineData("mon 8:00-12:00, 13:00–17:30;sat  08:00-12:00", "mon 08:00-12:00 13:00-17:30; sat 08:00-12:00")]
    [InlineData("sun 00:00-24:00; mon 22:00-24:00", "mon 22:00-24:00; sun 00:00-24:00")]
    [InlineData("mon 08:00-12:00; mon 13:00-14:00", null)]
    [InlineData("mon 08:00-12:00 11:00-14:00", null)]
    [InlineData("mon 22:00-06:00", null)]
    [InlineData("mon 08:00-08:00", null)]
    [InlineData("mon 08:00-25:00", null)]
    [InlineData("mon", null)]
    [InlineData("day 08:00-12:00", null)]
    [InlineData("console", null)]
    public void Hours_AsTyped_AreSpelledInOneWay(string typed, string? spelled) => Assert.Equal(spelled, SettingRules.Spell(SettingKind.WorkingHours, false, typed, out _));

    [Theory]
    [InlineData("2026-09-02  Quốc khánh\r\n2026-01-01 元旦\n", "2026-01-01 元旦\n2026-09-02 Quốc khánh")]
    [InlineData("\n", "none")]
    [InlineData("2026-02-30 never", null)]
    [InlineData("2026-01-01", null)]
    [InlineData("2026-01-01 a\n2026-01-01 b", null)]
    [InlineData("01.01.2026 New Year", null)]
    public void Holidays_AsTyped_AreSpelledInOneWay(string typed, string? spelled) => Assert.Equal(spelled, SettingRules.Spell(SettingKind.Holidays, false, typed, out _));

    [Theory]
    [InlineData(SettingKind.TimeZone, "Europe/Lisbon", true)]
    [InlineData(SettingKind.TimeZone, "Mars/Olympus", false)]
    [InlineData(SettingKind.TimeZone, "../../etc/passwd", false)]
    [InlineData(SettingKind.OverdueHours, "720", true)]
    [InlineData(SettingKind.SilentMinutes, "1", true)]
    [InlineData(SettingKind.SilentMinutes, "43201", false)]
    [InlineData(SettingKind.OverdueHours, "721", false)]
    [InlineData(SettingKind.OverdueHours, "0", false)]
    [InlineData(SettingKind.StateMinutes, "none", false)]
    [InlineData(SettingKind.StateMinutes, "-1", false)]
    [InlineData(SettingKind.AgentCapacity, "100000", true)]
    [InlineData(SettingKind.FallbackOwner, "somebody", false)]
    public void Spell_OtherKinds_TakesWhatCanBe(SettingKind kind, string typed, bool taken) => Assert.Equal(taken, SettingRules.Spell(kind, false, typed, out _) is not null);

    [Fact]
    public void Zone_ThatThisMachineDoesNotKnow_IsTheUsualOne_AndSaysSo()
    {
        var settings = new ConsoleSettings([new SettingChange(Guid.NewGuid(), 1, SettingKind.TimeZone, null, "Asia/Ho_Chi_Minh", "Mars/Olympus", null, DateTime.UnixEpoch)]);
        Assert.Equal(("Asia/Ho_Chi_Minh", "Mars/Olympus", "Mars/Olympus"), (settings.Zone.Id, settings.UnknownZone, settings.Of(SettingKind.TimeZone)));
        Assert.Null(ConsoleSettings.None.UnknownZone);
    }

    [Fact]
    public void InHours_AgentWithout_IsAnyTime_WithTheConsoles_KeepsItsHolidays_WithOwn_KeepsItsOwn()
    {
        var (any, follows, own) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var number = 0;
        var settings = new ConsoleSettings([
            Set(SettingKind.TimeZone, null, "Etc/UTC"), Set(SettingKind.WorkingHours, null, "wed 08:00-16:00"), Set(SettingKind.Holidays, null, "2026-06-10 off"),
            Set(SettingKind.WorkingHours, follows, "console"), Set(SettingKind.WorkingHours, own, "wed 08:00-24:00"), Set(SettingKind.Holidays, own, "none"), Set(SettingKind.Holidays, any, "console"),
        ]);

        Assert.Equal([null, true, true], Answers(new DateTime(2026, 6, 3, 9, 0, 0, DateTimeKind.Utc)));
        Assert.Equal([null, false, true], Answers(new DateTime(2026, 6, 3, 16, 0, 0, DateTimeKind.Utc)));
        Assert.Equal([null, false, true], Answers(new DateTime(2026, 6, 10, 9, 0, 0, DateTimeKind.Utc)));

        bool?[] Answers(DateTime at) => [settings.InHours(any, at), settings.InHours(follows, at), settings.InHours(own, at)];
        SettingChange Set(SettingKind kind, Guid? agent, string holds) => new(Guid.NewGuid(), ++number, kind, agent, "", holds, null, DateTime.UnixEpoch);
    }
}
