using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Settings;

public sealed class ChangeSettingTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Change_Hours_HoldAtOnce_StandOnTheAuditWithOldAndNew_AndAreUndone()
    {
        var since = _console.Lane.Last.Counters.Sequence;

        var set = await ChangeAsync(SettingKind.WorkingHours, "mon 8:00-12:00", "always");

        Assert.Equal("mon 08:00-12:00", set.Value.Holds);
        Assert.False(_console.Lane.Last.Directory.Settings.Calendar.IsAlways);
        Assert.Equal(["settings.changed"], _console.Actions(since));
        await using var store = _console.Read();
        var entry = store.AuditEntries.Single(a => a.Action == "settings.changed");
        var changes = ChangeText.Of(entry.Changes);
        Assert.Contains("\"Was\":\"always\"", changes, StringComparison.Ordinal);
        Assert.Contains("\"Holds\":\"mon 08:00-12:00\"", changes, StringComparison.Ordinal);

        Assert.Equal("always", (await ChangeAsync(SettingKind.WorkingHours, "always", "mon 08:00-12:00")).Value.Holds);
        Assert.True(_console.Lane.Last.Directory.Settings.Calendar.IsAlways);
        Assert.Equal(2, _console.Lane.Last.Directory.Settings.All.Count);
        _console.AssertSound();
    }

    [Fact]
    public async Task Change_TwoInOneBatch_TheSecondSeesTheFirst()
    {
        Task<Result<ChangeSetting.Answer>> first, second;
        using (await _console.Lane.BlockAsync())
        {
            first = ChangeAsync(SettingKind.AgentCapacity, "60", "50");
            second = ChangeAsync(SettingKind.AgentCapacity, "70", "50");
        }
        Assert.True((await first).Succeeded);
        Assert.Equal(("changed", ErrorKind.Stale), ((await second).Errors[0].Code, (await second).Errors[0].Kind));
    }

    [Theory]
    [InlineData(SettingKind.TimeZone, "Mars/Olympus", "Asia/Ho_Chi_Minh", "time_zone")]
    [InlineData(SettingKind.WorkingHours, "mon 12:00-08:00", "always", "hours")]
    [InlineData(SettingKind.Holidays, "tomorrow", "none", "holidays")]
    [InlineData(SettingKind.Holidays, "2026-09-02 \u200B", "none", "holidays")]
    [InlineData(SettingKind.Holidays, "2026-09-02 Quốc khánh\n2026-09-03 \u3164\u2800", "none", "holidays")]
    [InlineData(SettingKind.OverdueHours, "0", "none", "range")]
    [InlineData(SettingKind.RetentionDays, "29", "none", "range")]
    [InlineData(SettingKind.SecondShare, "101", "0", "range")]
    [InlineData(SettingKind.SecondShare, "5.5", "0", "whole")]
    [InlineData(SettingKind.AgentCapacity, "50", "50", "same")]
    [InlineData(SettingKind.FallbackOwner, "5e1f7a1c-0000-4000-8000-000000000000", "none", "choose")]
    [InlineData(SettingKind.StateMinutes, "", "30", "required")]
    public async Task Change_ToWhatCannotBe_IsRefusedAtTheValue(SettingKind kind, string value, string was, string code)
    {
        var error = (await ChangeAsync(kind, value, was)).Errors[0];

        Assert.Equal((ErrorKind.Invalid, "value", code), (error.Kind, error.Field, error.Code));
        Assert.Empty(_console.Lane.Last.Directory.Settings.All);
    }

    [Fact]
    public async Task Change_OfAnAgent_NeedsTheAgentAndAKindItHas()
    {
        var agent = _console.Lane.Last.Directory.AiAgents.Keys.First();

        Assert.True((await ChangeAsync(SettingKind.WorkingHours, "console", "always", agent)).Succeeded);
        Assert.Equal("choose", (await ChangeAsync(SettingKind.WorkingHours, "console", "always", Guid.NewGuid())).Errors[0].Code);
        Assert.Equal("choose", (await ChangeAsync(SettingKind.AgentCapacity, "60", "50", agent)).Errors[0].Code);
    }

    [Fact]
    public async Task FallbackOwner_SalespersonIsRefused_DisabledOneCountsNoMore()
    {
        var directory = _console.Lane.Last.Directory;
        var sales = directory.SalesUsers.Values.First(u => u.Role == Role.RealSalesUser);
        Assert.Equal("choose", (await ChangeAsync(SettingKind.FallbackOwner, sales.Id.ToString(), "none")).Errors[0].Code);

        var boss = _console.Supervisor().SalesUserId!.Value;
        Assert.True((await ChangeAsync(SettingKind.FallbackOwner, boss.ToString().ToUpperInvariant(), "none")).Succeeded);
        Assert.Equal(boss, _console.Lane.Last.Directory.FallbackOwner?.Id);

        Assert.True((await _console.SendAsync(await _console.DepartAsync(boss), _console.Admin())).Succeeded);
        Assert.Null(_console.Lane.Last.Directory.FallbackOwner);
    }

    private Task<Result<ChangeSetting.Answer>> ChangeAsync(SettingKind kind, string value, string was, Guid? agent = null) =>
        _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, agent, value, was), _console.Admin());
}
