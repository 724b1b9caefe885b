using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>A day is asked for once nobody types on, and never after something else came into force.</summary>
public sealed class DayFieldTests : IAsyncDisposable
{
    private static readonly DateOnly First = new(2026, 6, 1), Second = new(2026, 6, 12);

    private readonly BunitContext _page = new();
    private readonly TimerClock _clock = new();
    private readonly List<DateOnly?> _asked = [];

    public DayFieldTests() => _page.Services.AddSingleton<TimeProvider>(_clock);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Type_NobodyTypesOn_IsAskedOnce()
    {
        var field = Show(First);
        field.Find("input").Change("2026-06-12");
        Assert.Empty(_asked);
        await PauseAsync(field);
        Assert.Equal([Second], _asked);
        field.Find("input").Blur();
        Assert.Equal([Second], _asked);
    }

    [Fact]
    public async Task Value_FromElsewhere_EndsWhatWasBeingTyped()
    {
        var field = Show(First);
        field.Find("input").Change("2026-06-12");
        field.Render(p => p.Add(f => f.Value, null));
        await PauseAsync(field);
        Assert.Empty(_asked);
        Assert.Equal("", field.Find("input").GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task Value_ThatWasAskedFor_LeavesWhatIsTypedSince()
    {
        var field = Show(null);
        field.Find("input").Change("2026-06-01");
        await PauseAsync(field);
        field.Find("input").Change("2026-06-12");
        field.Render(p => p.Add(f => f.Value, First));
        await PauseAsync(field);
        Assert.Equal([First, Second], _asked);
    }

    [Fact]
    public async Task Value_OfTheFirstOfTwoAsked_LeavesWhatIsTypedSince()
    {
        var field = Show(null);
        foreach (var day in (string[])["2026-06-01", "2026-06-12"])
        {
            field.Find("input").Change(day);
            await PauseAsync(field);
        }
        field.Find("input").Change("2026-06-20");
        field.Render(p => p.Add(f => f.Value, First));
        field.Render(p => p.Add(f => f.Value, Second));
        await PauseAsync(field);
        Assert.Equal([First, Second, new DateOnly(2026, 6, 20)], _asked);
    }

    [Fact]
    public async Task Leave_BeforeTheAnswer_KeepsTheAskedDay_UntilItIsNotTaken()
    {
        var field = Show(null);
        field.Find("input").Focus();
        field.Find("input").Change("2026-06-01");
        await PauseAsync(field);
        field.Render(p => p.Add(f => f.Value, First));
        field.Find("input").Change("2026-06-12");
        await PauseAsync(field);
        field.Find("input").Blur();
        Assert.Equal("", field.Find("input").GetAttribute("value") ?? "");
        await PauseAsync(field);
        field.WaitForAssertion(() => Assert.Equal("2026-06-01", field.Find("input").GetAttribute("value")));
    }

    [Theory]
    [InlineData("0002-06-12")]
    [InlineData("9999-06-12")]
    public async Task Type_ADayThatIsNone_EndsTheOneBefore(string none)
    {
        var field = Show(First);
        field.Find("input").Change("2026-06-12");
        field.Find("input").Change(none);
        await PauseAsync(field);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Leave_WhileItIsTyped_AsksAtOnce()
    {
        var field = Show(First);
        field.Find("input").Change("2026-06-12");
        field.Find("input").Blur();
        Assert.Equal([Second], _asked);
        await PauseAsync(field);
        Assert.Equal([Second], _asked);
    }

    [Fact]
    public async Task Gone_WhileItIsTyped_AsksNothing()
    {
        var field = Show(First);
        field.Find("input").Change("2026-06-12");
        await _clock.NextAsync(Http.Token);
        await _page.DisposeComponentsAsync();
        _clock.Fire();
        await _page.Renderer.Dispatcher.InvokeAsync(() => { });
        Assert.Empty(_asked);
    }

    private IRenderedComponent<DayField> Show(DateOnly? value) =>
        _page.Render<DayField>(p => p.Add(f => f.Id, "day").Add(f => f.Value, value).Add(f => f.OnChange, day => _asked.Add(day)));

    /// <summary>As long as it waits for more digits.</summary>
    private async Task PauseAsync(IRenderedComponent<DayField> field)
    {
        await _clock.NextAsync(Http.Token);
        _clock.Fire();
        await field.InvokeAsync(() => { });
    }
}
