using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>批量: closes when every chosen line was decided; lines that were refused stay to be read.</summary>
public sealed partial class BulkDialog : IAsyncDisposable
{
    private List<Line>? _lines;
    private string _reason = RejectReview.Reasons[0];
    private NextStep _step = NextStep.AskCustomer;
    private string? _problem;
    private bool _isBusy;
    private bool _isRestored;

    private sealed class Line(GetReviewCase.Case seen)
    {
        public GetReviewCase.Case Case => seen;
        public bool Chosen { get; set; } = seen.Status == ReviewStatus.Pending;
        public bool Done { get; set; } = seen.Status != ReviewStatus.Pending;
        public Domain.Messaging.Error? Refused { get; set; }
    }

    [Parameter, EditorRequired] public IReadOnlyList<ListReviews.Row> Rows { get; set; } = [];
    /// <summary>Told at once what was decided, however the dialog is closed.</summary>
    [Parameter, EditorRequired] public Action<IReadOnlyList<Decided>> OnDecided { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private Viewings Viewings { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <summary>What was chosen and stays in the tab until the dialog closes: the server may forget this page.</summary>
    private sealed record Kept(string Reason, NextStep Step, IReadOnlyList<Guid> Unmarked);

    private string DraftName => $"{Caller.Current.SalesUserId:N}:{Drafts.Of("bulk", Rows.Select(r => r.Id))}";

    private List<Line> Chosen => _lines?.FindAll(l => l is { Chosen: true, Done: false }) ?? [];

    protected override async Task OnInitializedAsync()
    {
        var lines = new List<Line>(Rows.Count);
        foreach (var row in Rows)
            if (await Mediator.Send(new GetReviewCase.Query(row.Id)) is { Succeeded: true } answer) lines.Add(new Line(answer.Value));
        await Task.WhenAll(lines.Select(l => Viewings.NoteAsync(l.Case.CustomerId)));
        await RestoreAsync(lines);
        _lines = lines;
    }

    private async Task RestoreAsync(List<Line> lines)
    {
        if (await Js.InvokeAsync<Kept?>("salesOps.readDraft", DraftName) is { } kept && RejectReview.Reasons.Contains(kept.Reason))
        {
            (_reason, _step, _isRestored) = (kept.Reason, kept.Step, true);
            foreach (var line in lines.Where(l => kept.Unmarked.Contains(l.Case.Id))) line.Chosen = false;
        }
    }

    private Task MarkAsync(Line line)
    {
        line.Chosen = !line.Chosen;
        return KeepAsync();
    }

    private Task KeepAsync() => Js.InvokeVoidAsync("salesOps.keepDraft", DraftName, new Kept(_reason, _step, _lines!.FindAll(l => l is { Chosen: false, Done: false }).ConvertAll(l => l.Case.Id))).AsTask();

    private async Task DecideAsync(DecideReviews.Rejection? rejection)
    {
        var chosen = Chosen;
        if (_isBusy || chosen.Count == 0) return;
        (_isBusy, _problem) = (true, null);
        try
        {
            var answer = await Mediator.Send(new DecideReviews.Command(Guid.CreateVersion7(), [.. chosen.Select(l => l.Case.Seen)], rejection));
            if (!answer.Succeeded)
            {
                _problem = ErrorTexts.Of(answer.Errors[0]);
                return;
            }
            foreach (var (line, given) in chosen.Zip(answer.Value.Lines)) (line.Done, line.Chosen, line.Refused) = (true, false, given.Refused);
            OnDecided([.. answer.Value.Lines.Select(l => l.Decided).OfType<Decided>()]);
        }
        finally
        {
            _isBusy = false;
        }
        if (_lines!.TrueForAll(l => l.Refused is null)) Close();
    }

    private void Close() => Dialogs.Close(null);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Js.InvokeVoidAsync("salesOps.dropDraft", DraftName);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The page is not there to hear it: then the draft is what it finds again.
        }
    }
}
