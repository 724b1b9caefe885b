using Microsoft.AspNetCore.Components;
using SalesOps.Console.Live;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>Who looks holds: the case is claimed while it is shown to somebody who may decide, and given back when that ends.</summary>
public sealed partial class ReviewCase
{
    private static readonly TimeSpan Renewal = ClaimBoard.Lease / 4;

    private Guid? _claimed;
    private Guid? _takenFromMe;
    private ITimer? _renewal;

    [Inject] private ClaimBoard Claims { get; set; } = default!;
    [Inject] private TimeProvider Time { get; set; } = default!;

    private bool CanDecide => ApproveReview.Command.Access.Allows(Caller.Current);

    private Claim? OtherClaim => _case is { Status: ReviewStatus.Pending } c && Claims[c.Id] is { } claim && claim.UserId != Caller.Current.SalesUserId && claim.Version >= c.Version ? claim : null;

    private void BeginClaims()
    {
        Watch(Topics.Claims, () =>
        {
            if (List.Selected is null && List.Shown.Count > 0) List.Next();
            Claim();
            StateHasChanged();
        });
        Live.ConnectionChanged += OnConnectionChanged;
        _renewal = Time.CreateTimer(_ => _ = InvokeAsync(Renew), null, Renewal, Renewal);
    }

    /// <summary>Claims what is shown, and leaves what was.</summary>
    private void Claim()
    {
        // Who has said what they think of it only looks on.
        var shown = _case is { Status: ReviewStatus.Pending } && CanDecide && !WasHeard ? _case : null;
        if (_claimed is { } before && before != shown?.Id) Leave();
        // Taken from this person while they looked: it is claimed again only when they come back to it.
        if (shown is null || _takenFromMe == shown.Id) return;
        var mine = Claims.Take(shown.Id, shown.Version, Caller.Current.SalesUserId!.Value, this).UserId == Caller.Current.SalesUserId;
        _claimed = mine ? shown.Id : null;
    }

    /// <summary>Notices that a supervisor took from this person what they look at.</summary>
    private void Compare(GetReviewCase.Case? before, GetReviewCase.Case? now)
    {
        var me = Caller.Current.SalesUserId;
        if (now is null || before?.Id != now.Id) _takenFromMe = null;
        else if (now.TakenFromId == me && now.Version > before.Version && before.Status == now.Status && _claimed == now.Id) _takenFromMe = now.Id;
    }

    private void Leave()
    {
        if (_claimed is { } id) Claims.Leave(id, this);
        _claimed = null;
    }

    /// <summary>A hidden tab does not look: its lease runs out.</summary>
    private void Renew()
    {
        if (Live.IsLookedAt) Claim();
    }

    private void OnConnectionChanged(bool connected) => _ = InvokeAsync(() =>
    {
        if (connected) Claim();
        else Leave();
    });

    private void EndClaims()
    {
        Live.ConnectionChanged -= OnConnectionChanged;
        _renewal?.Dispose();
        Leave();
    }
}
