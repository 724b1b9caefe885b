using System.Globalization;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;

namespace SalesOps.Console.Panels.Counters;

/// <summary>One counter: a leaf that is rendered when its own number or facts changed, and never with anything else.</summary>
public sealed partial class CounterTile : LiveComponent
{
    private Face _face = new(0, 0, TileFacts.None);
    private bool _isExplained;

    [Parameter, EditorRequired] public Counter Of { get; set; } = default!;
    /// <summary>The address of exactly the rows that are counted; null when the reader has no list of them.</summary>
    [Parameter, EditorRequired] public string? Href { get; set; }
    /// <summary>Stock, not work: the number alone.</summary>
    [Parameter] public bool Quiet { get; set; }
    /// <summary>Says how far the number moved today.</summary>
    [Parameter] public bool Today { get; set; }
    /// <summary>A customer waits for it: late is bad, not only a warning.</summary>
    [Parameter] public bool Urgent { get; set; }
    /// <summary>A second counter that stands instead of the change.</summary>
    [Parameter] public Counter? Beside { get; set; }
    [Parameter] public string? BesideLabel { get; set; }
    [Parameter] public string? BesideHref { get; set; }

    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private CounterFacts Facts { get; set; } = default!;
    [Inject] private ShownCounters Shown { get; set; } = default!;

    private string Label => Labels.OrCode("Counter", Of.Code);
    private string NumberId => $"count-{Of.Code}";
    private string Class => _face.Number is null ? "bad wrong" : Quiet ? "quiet" : !_face.Facts.IsLate ? "" : Urgent ? "bad" : "warn";

    /// <summary>How far a number moved that is not shown itself is not shown either.</summary>
    private string Signed(long change) => _face.Number is null ? "–" : change.ToString("+#,0;−#,0;0", CultureInfo.CurrentCulture);

    protected override void OnInitialized()
    {
        _face = Read();
        Watch(Topics.Audit | Topics.CounterFacts | Topics.Doubts, Refresh);
    }

    private void Refresh()
    {
        var face = Read();
        if (face == _face) return;
        _face = face;
        StateHasChanged();
    }

    private Face Read()
    {
        var (counters, key) = (Feed.Last.Counters, Caller.Current.CounterKey);
        return new Face(Shown[counters, Of, key], Beside is null ? 0 : Shown[counters, Beside, key], Quiet && !Today && Beside is null ? TileFacts.None : Facts[Of, key]);
    }

    /// <param name="Number">Null while it is known to be wrong; <paramref name="Beside"/> likewise.</param>
    private sealed record Face(long? Number, long? Beside, TileFacts Facts);
}
