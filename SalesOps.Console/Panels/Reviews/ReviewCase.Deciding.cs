using MediatR;
using Microsoft.JSInterop;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>Deciding: a key or a button each; shown at once, and the next case opens by itself.</summary>
public sealed partial class ReviewCase
{
    private enum Mode
    {
        Decide,
        Correct,
        Reject,
    }

    private static readonly Consequence[] Unapprovable = [Consequence.MovedOn, Consequence.Held];

    private RecentDecisions _recent = default!;
    private RejectForm? _reject;
    private Mode _mode;
    private bool _isBusy;
    private string? _problem;
    private IReadOnlyList<Error> _fieldErrors = [];
    private ITimer? _final;

    protected override void OnInitialized() => _recent = new RecentDecisions(Time);

    /// <summary>Only what is read and shown is decided: a key that comes while the next case opens does nothing.</summary>
    private bool MayDecide => !_isBusy && _case is { Status: ReviewStatus.Pending } c && c.Id == List.Selected?.Id && CanDecide && OtherClaim is null && !WasHeard;

    /// <summary>This person said what they think of it, and another is asked.</summary>
    private bool WasHeard => Caller.Current.SalesUserId is { } me && _case is { } c && (c.FirstById == me || c.SecondById == me);

    private bool MayApprove => MayDecide && (_case!.Kind == ReviewKind.Understanding || !Unapprovable.Contains(_case.Approval.What));

    private bool MayTakeOver => MayDecide && _case!.HolderName is null;

    private string? ApproveTip => _case is { Kind: ReviewKind.State } c && Unapprovable.Contains(c.Approval.What) ? Labels.For("Consequence", c.Approval.What.Code()) : null;

    /// <summary>Until when the last decision can be undone; UTC; null when there is none.</summary>
    internal DateTime? UndoableUntil => _recent.Last?.FinalAt;

    /// <summary>A key of the page; true when it meant something here.</summary>
    public async Task<bool> PressAsync(string key)
    {
        switch (key)
        {
            case "Ctrl+Z": await UndoAsync(keyboard: true); break;
            case "Escape" when _mode == Mode.Reject && _reject?.Back() == true: break;
            case "Escape" when _mode == Mode.Correct: await CancelCorrectionAsync(); break;
            case "Escape" when _mode != Mode.Decide: SetMode(Mode.Decide); break;
            case [>= '1' and <= '9'] when _mode == Mode.Reject && _reject is not null: await _reject.PressAsync(key[0] - '0'); break;
            case "a" when _mode == Mode.Decide && MayApprove: await ApproveAsync(keyboard: true); break;
            case "e" when _mode == Mode.Decide && MayDecide: SetMode(Mode.Correct); break;
            case "r" when _mode == Mode.Decide && MayDecide: SetMode(Mode.Reject); break;
            case "t" when _mode == Mode.Decide && MayTakeOver: await TakeOverAsync(keyboard: true); break;
            case "f" when CanDecide && OtherClaim is not null: await ForceAsync(); break;
            default: return false;
        }
        StateHasChanged();
        return true;
    }

    private Task ApproveAsync() => ApproveAsync(keyboard: false);

    private Task ApproveAsync(bool keyboard) => DecideAsync(seen => new ApproveReview.Command(Guid.CreateVersion7(), seen), keyboard);

    private Task TakeOverAsync() => TakeOverAsync(keyboard: false);

    private Task TakeOverAsync(bool keyboard) => DecideAsync(seen => new TakeOverReview.Command(Guid.CreateVersion7(), seen), keyboard);

    private async Task CorrectAsync(CorrectForm.Said said)
    {
        if (_case is { } c && await DecideAsync(seen => new CorrectReview.Command(Guid.CreateVersion7(), seen, said.Intent, said.Stage, said.Target, said.Note), keyboard: true))
            await DropDraftAsync(c.Id);
    }

    private async Task CancelCorrectionAsync()
    {
        if (_case is { } c) await DropDraftAsync(c.Id);
        SetMode(Mode.Decide);
    }

    private ValueTask DropDraftAsync(Guid reviewId) => Js.InvokeVoidAsync("salesOps.dropDraft", CorrectForm.DraftOf(Caller.Current, reviewId));

    private Task RejectAsync(RejectForm.Said said) =>
        DecideAsync(seen => new RejectReview.Command(Guid.CreateVersion7(), seen, said.Reason, said.NextStep, said.Note), keyboard: true);

    /// <summary>True once it is decided.</summary>
    private async Task<bool> DecideAsync<T>(Func<Seen, T> command, bool keyboard) where T : ICommand<Decided>
    {
        if (!MayDecide || _case is not { } c) return false;
        (_isBusy, _problem, _fieldErrors) = (true, null, []);
        try
        {
            var answer = await Mediator.Send<Result<Decided>>(command(c.Seen));
            if (!answer.Succeeded)
            {
                await RefuseAsync(answer.Errors, keyboard);
                return false;
            }
            Remember([answer.Value], c.Customer);
        }
        finally
        {
            _isBusy = false;
        }
        if (keyboard) await FocusRowAsync();
        return true;
    }

    /// <summary>Files what was decided here, for the undo, and opens the next case.</summary>
    internal void Remember(IReadOnlyList<Decided> decisions, string? customer)
    {
        _recent.Add(decisions, customer);
        _final?.Dispose();
        _final = Time.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, UndoWindow.Length, Timeout.InfiniteTimeSpan);
        List.Decided([.. decisions.Select(d => d.ReviewId)]);
        StateHasChanged();
    }

    private Task UndoAsync() => UndoAsync(keyboard: false);

    private async Task UndoAsync(bool keyboard)
    {
        if (_isBusy || _recent.Last is not { } entry) return;
        _isBusy = true;
        try
        {
            // The last first: what it built on the ones before goes before them.
            foreach (var decision in entry.Decisions.Reverse())
            {
                var answer = await Mediator.Send(new UndoDecision.Command(Guid.CreateVersion7(), decision.DecisionId));
                if (answer.Succeeded) List.Await(decision.ReviewId);
                else _problem = ErrorTexts.Of(answer.Errors[0]);
            }
            _recent.Remove(entry);
        }
        finally
        {
            _isBusy = false;
        }
        await ReadAsync();
        if (keyboard) await FocusRowAsync();
    }

    /// <summary>Takes the case from whoever holds it.</summary>
    private async Task ForceAsync()
    {
        if (_isBusy || OtherClaim is not { } other) return;
        _isBusy = true;
        var answer = await Mediator.Send(new ReleaseReview.Command(Guid.CreateVersion7(), other.ReviewId, other.UserId));
        _isBusy = false;
        _problem = answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]);
        await ReadAsync();
    }

    private async Task RefuseAsync(IReadOnlyList<Error> errors, bool keyboard)
    {
        _fieldErrors = [.. errors.Where(e => e.Kind == ErrorKind.Invalid)];
        if (_fieldErrors.Count > 0) return;
        var seen = _case;
        await ReadAsync();
        var problem = ErrorTexts.Of(errors[0]);
        if (errors[0].Code == "decided" && _case is { Decision: { } past } decided && decided.Id == seen?.Id)
        {
            problem = $"{decided.Customer}: {Text.CaseDecided.With(past.By ?? Text.Actor_system, Labels.For("ReviewStatus", past.Outcome.Code()))}";
            // As after an own decision: the queue would move on anyhow, and take away what is said here before it was read.
            List.Decided([decided.Id]);
            if (keyboard) await FocusRowAsync();
        }
        _problem = problem;
        SetMode(Mode.Decide);
    }

    private void SetMode(Mode mode) => (_mode, _fieldErrors) = (mode, []);

    private async Task FocusRowAsync()
    {
        if (List.Selected is { } row) await Js.InvokeVoidAsync("salesOps.focus", $"#reviews [data-id=\"{row.Id}\"]");
    }
}
