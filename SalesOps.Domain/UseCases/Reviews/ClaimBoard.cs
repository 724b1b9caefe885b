using System.Collections.Immutable;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>认领: somebody looks at a review.</summary>
/// <param name="Version">The review's version it was claimed at; a forced release makes a newer one, and this one void.</param>
/// <param name="Tab">Which of the person's tabs looks.</param>
/// <param name="Since">UTC.</param>
/// <param name="Until">UTC; renewed while the tab looks.</param>
public sealed record Claim(Guid ReviewId, int Version, Guid UserId, object Tab, DateTime Since, DateTime Until);

/// <summary>
/// Who looks at which review just now, each by a lease of two minutes. It keeps people out of each other's way and is of the moment,
/// so it lives in the process and not in the store; that one of two decisions wins is held by the review's version.
/// </summary>
public sealed class ClaimBoard : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private volatile ImmutableDictionary<Guid, Claim> _claims = ImmutableDictionary<Guid, Claim>.Empty;

    public ClaimBoard(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised when somebody took or left a review, or a lease ran out; not for renewals. Must return at once.</summary>
    public event Action? Changed;

    /// <summary>The claim that stands; null when nobody looks.</summary>
    public Claim? this[Guid reviewId] => _claims.TryGetValue(reviewId, out var claim) && claim.Until > Now ? claim : null;

    /// <summary>Takes or renews the lease, unless somebody else holds it.</summary>
    /// <returns>The claim that stands: the caller's, or the other's.</returns>
    public Claim Take(Guid reviewId, int version, Guid userId, object tab)
    {
        Claim claim;
        lock (_lock)
        {
            var standing = this[reviewId];
            if (standing is not null && standing.UserId != userId && standing.Version >= version) return standing;
            claim = new Claim(reviewId, version, userId, tab, standing?.UserId == userId ? standing.Since : Now, Now + Lease);
            _claims = _claims.SetItem(reviewId, claim);
            Arm();
            if (standing?.UserId == userId) return claim;
        }
        Changed?.Invoke();
        return claim;
    }

    /// <summary>The tab no longer looks.</summary>
    public void Leave(Guid reviewId, object tab)
    {
        lock (_lock)
        {
            if (!_claims.TryGetValue(reviewId, out var claim) || claim.Tab != tab) return;
            _claims = _claims.Remove(reviewId);
        }
        Changed?.Invoke();
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    private void Expire()
    {
        lock (_lock)
        {
            var over = _claims.Values.Where(c => c.Until <= Now).Select(c => c.ReviewId).ToList();
            _claims = _claims.RemoveRange(over);
            Arm();
            if (over.Count == 0) return;
        }
        Changed?.Invoke();
    }

    /// <summary>Wakes when the first lease runs out, or looks again after a lease: where the clock was set back far, a lease lies further ahead than a timer can be set.</summary>
    private void Arm()
    {
        if (_claims.IsEmpty) return;
        var wait = _claims.Values.Min(c => c.Until) - Now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Lease ? Lease : wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
