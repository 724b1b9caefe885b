using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Panels;

/// <summary>How far the page is: the last sequence number, the age of the last change, and what a pause had kept back.</summary>
public sealed partial class StatusLine : LiveComponent
{
    private static readonly TimeSpan NoteStands = TimeSpan.FromSeconds(4);

    private long _sequence;
    private DateTime _at;
    private string? _note;
    private ITimer? _timer;

    [Inject] private TimeProvider Time { get; set; } = default!;

    protected override void OnInitialized()
    {
        Take();
        Live.CaughtUp += OnCaughtUp;
        Watch(Topics.Audit, () =>
        {
            Take();
            StateHasChanged();
        });
    }

    private void Take() => (_sequence, _at) = (Feed.Last.Counters.Sequence, Feed.Last.Counters.At);

    private void OnCaughtUp(long missed)
    {
        _note = Text.LiveCaughtUp.With(missed);
        _timer?.Dispose();
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(EndNote), null, NoteStands, Timeout.InfiniteTimeSpan);
        StateHasChanged();
    }

    private void EndNote()
    {
        _note = null;
        StateHasChanged();
    }

    protected override void Dispose(bool disposing)
    {
        Live.CaughtUp -= OnCaughtUp;
        _timer?.Dispose();
        base.Dispose(disposing);
    }
}
