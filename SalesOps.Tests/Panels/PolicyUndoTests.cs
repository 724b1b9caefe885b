using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Learning;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>A threshold, a sampled share and the rules are set back from the undo bar, to what held before, and not over what somebody else set meanwhile.</summary>
public sealed class PolicyUndoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Slice Everything = new(null, null, null);

    [Theory]
    [InlineData(PolicyKind.Threshold, 0.7)]
    [InlineData(PolicyKind.SampledShare, 0.2)]
    public async Task Policy_SetFromThePage_IsSetBackToWhatHeldBefore(PolicyKind kind, double second)
    {
        await using var panel = await PanelContext.OpenAsync();
        var read = 0;
        await SetAsync(panel, kind, second / 2, () => read++);
        var last = await SetAsync(panel, kind, second, () => read++);
        Assert.Contains(Labels.OrCode("PolicyKind", kind.Code()), last.What, StringComparison.Ordinal);
        Assert.InRange(last.FinalAt - DateTime.UtcNow, TimeSpan.Zero, UndoWindow.Length);
        Assert.Equal((second, 2), (Holds(panel, kind), read));
        Assert.Null((await last.TakeBack()).Refused);
        // What hangs on it is read anew.
        Assert.Equal((second / 2, 3), (Holds(panel, kind), read));
        Assert.Equal(3, panel.Console.Lane.Last.Directory.Policy.All.Count);

        last = await SetAsync(panel, kind, second, () => { });
        Assert.True((await panel.Console.SendAsync(new ChangePolicy.Command(Guid.NewGuid(), kind, Everything, 0.9, second), panel.Console.Admin())).Succeeded);
        Assert.Equal(("changed", 0.9), ((await last.TakeBack()).Refused?.Code, Holds(panel, kind)));
    }

    [Fact]
    public async Task Policy_SetForTheFirstTime_IsAfterwardsAsIfNothingWereSet()
    {
        await using var panel = await PanelContext.OpenAsync();
        var own = Holds(panel, PolicyKind.SampledShare);
        Assert.Null((await (await SetAsync(panel, PolicyKind.SampledShare, 0.5, () => { })).TakeBack()).Refused);
        Assert.Equal((own, null), (Holds(panel, PolicyKind.SampledShare), panel.Console.Lane.Last.Directory.Policy.All[^1].Value));
    }

    [Fact]
    public async Task Policy_UndoneInTheHistory_IsWhatHadBeenSetForItsKindAndSlice_TheLastOfEachAlone()
    {
        await using var panel = await PanelContext.OpenAsync();
        var zalo = new Slice(null, null, Channel.Zalo);
        foreach (var (kind, slice, value) in ((PolicyKind, Slice, double)[])[(PolicyKind.Threshold, Everything, 0.7), (PolicyKind.SampledShare, Everything, 0.3), (PolicyKind.Threshold, zalo, 0.8), (PolicyKind.Threshold, Everything, 0.6)])
            Assert.True((await panel.Console.SendAsync(new ChangePolicy.Command(Guid.NewGuid(), kind, slice, value, Holds(panel, kind, slice)), panel.Console.Admin())).Succeeded);
        Assert.Equal([true, true, true, false], (await HistoryAsync()).Select(b => b is not null));
        await (await HistoryAsync())[0]!.ClickAsync(new MouseEventArgs());
        Assert.Equal((0.7, 0.3, 0.8), (Holds(panel, PolicyKind.Threshold), Holds(panel, PolicyKind.SampledShare), Holds(panel, PolicyKind.Threshold, zalo)));

        // Nothing had been set for these: they follow the wider slices again, and so does the bar's way back lead.
        Assert.Equal([true, false, true, true, false], (await HistoryAsync()).Select(b => b is not null));
        await (await HistoryAsync())[2]!.ClickAsync(new MouseEventArgs());
        Assert.Equal((0.7, null), (Holds(panel, PolicyKind.Threshold, zalo), panel.Console.Lane.Last.Directory.Policy.All[^1].Value));
        Assert.Null((await panel.Page.Services.GetRequiredService<Undos>().Last!.TakeBack()).Refused);
        Assert.Equal((0.7, 0.8), (Holds(panel, PolicyKind.Threshold), Holds(panel, PolicyKind.Threshold, zalo)));

        async Task<List<AngleSharp.Dom.IElement?>> HistoryAsync() => [.. (await RenderAsync(panel, () => { })).FindAll("#learning-changes li").Select(li => li.QuerySelector("button"))];
    }

    [Fact]
    public async Task Rules_UndoneInTheHistory_AreThoseOfTheVersionBefore()
    {
        await using var panel = await PanelContext.OpenAsync();
        PlaybookVersions Versions() => panel.Console.Lane.Last.Directory.Playbooks;
        var own = Versions().Current.Rules;
        foreach (var confidence in (double[])[0.6, 0.65])
            Assert.True((await panel.Console.SendAsync(new SavePlaybook.Command(Guid.NewGuid(), [own[0] with { MinConfidence = confidence }, .. own.Skip(1)], Versions().Number), panel.Console.Admin())).Succeeded);
        var read = 0;
        var history = panel.Page.Render<PlaybookHistory>(p => p.Add(h => h.Number, 2).Add(h => h.OnChanged, () => read++));
        var buttons = history.FindAll("#playbook-history > li").Select(li => li.QuerySelector("button")).ToList();
        Assert.Equal([true, false], buttons.Select(b => b is not null));
        await buttons[0]!.ClickAsync(new MouseEventArgs());
        Assert.Equal((3, 0.6, 1), (Versions().Number, Versions().Current.Rules[0].MinConfidence, read));
    }

    [Fact]
    public async Task Rules_SavedFromThePage_AreSetBackToTheVersionBefore_UnlessAnotherCameAfter()
    {
        await using var panel = await PanelContext.OpenAsync();
        panel.Page.Services.AddScoped<PlaybookDraft>();
        var (before, read) = (Versions().Current.Rules, 0);
        var last = await SaveAsync();
        Assert.False(before.SequenceEqual(Versions().Current.Rules));
        Assert.Equal((null, true), ((await last.TakeBack()).Refused, before.SequenceEqual(Versions().Current.Rules)));
        // Once it was saved, and once it was taken back.
        Assert.Equal((2, 2), (Versions().Number, read));

        last = await SaveAsync();
        IReadOnlyList<PlaybookRule> theirs = [before[0] with { MinConfidence = 0.6 }, .. before.Skip(1)];
        Assert.True((await panel.Console.SendAsync(new SavePlaybook.Command(Guid.NewGuid(), theirs, 3), panel.Console.Admin())).Succeeded);
        Assert.NotNull((await last.TakeBack()).Refused);
        Assert.Equal((4, true), (Versions().Number, theirs.SequenceEqual(Versions().Current.Rules)));
        Assert.Null((await (await SaveAsync()).TakeBack()).Refused);
        Assert.Equal((6, true), (Versions().Number, theirs.SequenceEqual(Versions().Current.Rules)));

        PlaybookVersions Versions() => panel.Console.Lane.Last.Directory.Playbooks;

        async Task<Undos.Undo> SaveAsync()
        {
            var (number, asks) = (Versions().Number, "#playbook-editor tbody > tr:nth-child(10) > td > input[type=checkbox]");
            panel.Page.Services.GetRequiredService<PlaybookDraft>().Begin(Versions());
            var editor = panel.Page.Render<PlaybookEditor>(p => p.Add(e => e.Number, number).Add(e => e.OnDone, () => read++));
            editor.Find(asks).Change(!editor.Find(asks).HasAttribute("checked"));
            await editor.Find(".learn-acts .btn:not(.go)").ClickAsync(new MouseEventArgs());
            editor.WaitForState(() => !editor.Find(".learn-acts .btn.go").HasAttribute("disabled"), Patience);
            await editor.Find(".learn-acts .btn.go").ClickAsync(new MouseEventArgs());
            Assert.Equal(number + 1, Versions().Number);
            return panel.Page.Services.GetRequiredService<Undos>().Last!;
        }
    }

    private static async Task<Undos.Undo> SetAsync(PanelContext panel, PolicyKind kind, double value, Action onRead)
    {
        var tried = await RenderAsync(panel, onRead);
        if (kind == PolicyKind.SampledShare) await tried.Find("#learning-share").ChangeAsync(new() { Value = value.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        else
        {
            await tried.Find("#learning-threshold").InputAsync(new() { Value = (value * 100).ToString(System.Globalization.CultureInfo.InvariantCulture) });
            await tried.Find(".btn.go").ClickAsync(new MouseEventArgs());
        }
        Assert.Equal(value, Holds(panel, kind));
        return panel.Page.Services.GetRequiredService<Undos>().Last!;
    }

    private static async Task<IRenderedComponent<ThresholdWhatIf>> RenderAsync(PanelContext panel, Action onRead)
    {
        var forecasts = (await panel.Console.SendAsync(new GetForecasts.Query(new Scope(Everything)), panel.Console.Admin())).Value;
        return panel.Page.Render<ThresholdWhatIf>(p => p.Add(t => t.Of, forecasts).Add(t => t.Slice, Everything).Add(t => t.OnChanged, onRead));
    }

    private static double Holds(PanelContext panel, PolicyKind kind, Slice? slice = null) => new ReviewPolicy(Playbook.Default, panel.Console.Lane.Last.Directory.Policy).Of(kind, slice ?? Everything);
}
