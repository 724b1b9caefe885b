using System.Collections.Concurrent;
using System.Security.Claims;

namespace SalesOps.Console.SignIn;

/// <summary>
/// The sessions that somebody signed out of, for as long as their cookies would be good: another tab has the same cookie, and a copy of it may lie elsewhere.
/// In memory: that somebody goes home is worth no row. A new start forgets it, and a copy is good again until it runs out.
/// And until when those go on whose cookies were renewed, which an open page does not hear.
/// </summary>
internal sealed class EndedSessions(TimeProvider time)
{
    /// <summary>How long a cookie is good after it was last renewed.</summary>
    public static readonly TimeSpan CookieLasts = TimeSpan.FromHours(12);

    private const string Claim = "session";

    private readonly ConcurrentDictionary<string, Moment> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Moment> _renewed = new(StringComparer.Ordinal);

    /// <summary>Told with each session that ends, once it has.</summary>
    public event Action? Ended;

    /// <summary>Gives whoever signs in a session of its own.</summary>
    public static void Begin(ClaimsPrincipal user) => ((ClaimsIdentity)user.Identity!).AddClaim(new Claim(Claim, Guid.NewGuid().ToString("N")));

    /// <summary>Ends the session of who is signed in.</summary>
    public void End(ClaimsPrincipal user)
    {
        if (Of(user) is not { } session) return;
        Note(_ended, session);
        Ended?.Invoke();
    }

    /// <summary>Whether it was signed out, or is of a version that gave sessions no name.</summary>
    public bool Has(string? session) => session is null || _ended.ContainsKey(session);

    /// <summary>The answer to this request renews the session's cookie.</summary>
    public void Renew(string session) => Note(_renewed, session);

    /// <summary>Whether the session's cookie was renewed, and is good since.</summary>
    public bool IsRenewed(string? session) => session is not null && _renewed.TryGetValue(session, out var at) && time.GetElapsedTime(at.Timestamp) < CookieLasts;

    /// <summary>Notes the session as of now, and forgets those whose cookies are good for nothing, by the clock and by the time that passed: one that leaps makes no cookie good again.</summary>
    private void Note(ConcurrentDictionary<string, Moment> sessions, string session)
    {
        var now = new Moment(time.GetUtcNow(), time.GetTimestamp());
        foreach (var old in sessions)
            if (old.Value.At + CookieLasts < now.At && time.GetElapsedTime(old.Value.Timestamp, now.Timestamp) > CookieLasts) sessions.TryRemove(old);
        sessions[session] = now;
    }

    /// <summary>The session's own name; null when nobody is signed in.</summary>
    public static string? Of(ClaimsPrincipal? user) => user?.FindFirstValue(Claim);

    private readonly record struct Moment(DateTimeOffset At, long Timestamp);
}
