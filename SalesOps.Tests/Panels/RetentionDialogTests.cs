using Bunit;
using Radzen.Blazor;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>Before anybody is erased for the retention, the dialog says who would be.</summary>
public sealed class RetentionDialogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Dialog_DaysTyped_SaysWhomTheyWouldErase_AndSaves()
    {
        await using var panel = await PanelContext.OpenAsync();
        await panel.Console.WriteAsync("lan");
        panel.Console.Clock.Advance(TimeSpan.FromDays(31));
        var expected = (await panel.Console.SendAsync(new PreviewRetention.Query(30))).Value;
        Assert.InRange(expected.Customers, 1, 100);
        var dialog = panel.Page.Render<ChangeSettingDialog>(p => p.Add(d => d.Kind, SettingKind.RetentionDays).Add(d => d.Guard, new DialogGuard()));
        string Preview() => dialog.Find("#retention-preview").TextContent;
        void Expect(string text) => dialog.WaitForAssertion(() => Assert.Contains(text, Preview(), StringComparison.Ordinal), Patience);
        Assert.Equal("", Preview().Trim());

        dialog.Find("#setting-value").Input("3650");
        Expect(Text.RetentionNobody);
        dialog.Find("#setting-value").Input("30");
        Expect(Text.RetentionErased.With(expected.Customers));
        Expect(Text.RetentionHeld.With(expected.Held));
        Expect(Text.RetentionStarts);

        dialog.Find("#setting-value").Input("3");
        Assert.Equal("", Preview().Trim());
        await dialog.Find("form").SubmitAsync();
        Assert.Contains("30", dialog.Find("#setting-value-note.field-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("none", Holds(panel));

        dialog.Find("#setting-value").Input("30");
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Equal("30", Holds(panel)), Patience);
    }

    [Fact]
    public async Task History_UndoOfAChangeThatWouldErase_AsksInTheDialogFirst()
    {
        await using var panel = await PanelContext.OpenAsync();
        foreach (var days in (string[])["30", "90", "none"]) Assert.True((await panel.Console.KeepAsync(days)).Succeeded);
        var dialog = panel.Page.Render<RadzenDialog>();
        var history = panel.Page.Render<SettingHistory>();

        // The handler goes on until the dialog is closed.
        history.Find("#setting-history li button").Click();
        dialog.WaitForAssertion(() => Assert.Equal("90", dialog.Find("#setting-value").GetAttribute("value")), Patience);
        Assert.Equal("none", Holds(panel));
    }

    private static string Holds(PanelContext panel) => panel.Console.Lane.Last.Directory.Settings.Of(SettingKind.RetentionDays);
}
