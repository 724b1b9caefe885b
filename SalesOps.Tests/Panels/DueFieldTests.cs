using System.Globalization;
using Bunit;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Settings;

namespace SalesOps.Tests.Panels;

public sealed class DueFieldTests
{
    [Fact]
    public async Task UsualDays_AreTheBeginningsOfWork()
    {
        await using var panel = await PanelContext.OpenAsync();
        foreach (var (kind, value) in ((SettingKind, string)[])[(SettingKind.TimeZone, "UTC"), (SettingKind.WorkingHours, "mon 08:30-12:00")])
            Assert.True((await panel.Console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, panel.Console.Lane.Last.Directory.Settings.Of(kind, null)), panel.Console.As(Role.Admin))).Succeeded);
        DateTime? chosen = null;
        var field = panel.Page.Render<DueField>(p => p.Add(d => d.Id, "due").Add(d => d.OnChange, at => chosen = at));

        Assert.Equal(Text.DueWorkTomorrow.With("08:30", 1), field.FindAll(".chip")[3].TextContent);
        await field.FindAll(".chip")[3].ClickAsync(new());
        var first = chosen!.Value;
        Assert.Equal((DayOfWeek.Monday, "08:30", true), (first.DayOfWeek, first.ToString("HH:mm", CultureInfo.InvariantCulture), first > DateTime.UtcNow));
        await field.FindAll(".chip")[4].ClickAsync(new());
        Assert.Equal(first.AddDays(14), chosen);
    }

    [Theory]
    [InlineData("0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59")]
    public async Task Typed_AtTheEndOfAllDays_IsATimeThatIsRefused(string typed)
    {
        await using var panel = await PanelContext.OpenAsync();
        DateTime? typedAt = null;
        var field = panel.Page.Render<DueField>(p => p.Add(d => d.Id, "due").Add(d => d.OnChange, at => typedAt = at));
        field.Find("#due").Change(typed);
        Assert.True(typedAt!.Value is var at && (at < DateTime.UtcNow || at > DateTime.UtcNow.AddYears(100)) && at.Year is > 1800 and < 9000);
    }
}
