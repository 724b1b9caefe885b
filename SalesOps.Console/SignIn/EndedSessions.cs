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

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _renewed = new(StringComparer.Ordinal);

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

    /// <summary>Until when the session's cookie is good; UTC.</summary>
    /// <param name="until">Until when it was as somebody last saw it.</param>
    public DateTimeOffset Lasts(string? session, DateTimeOffset until) =>
        session is not null && _renewed.TryGetValue(session, out var at) && at + CookieLasts > until ? at + CookieLasts : until;

    /// <summary>Notes the session as of now, and forgets those whose cookies are good for nothing.</summary>
    private void Note(ConcurrentDictionary<string, DateTimeOffset> sessions, string session)
    {
        var now = time.GetUtcNow();
        foreach (var old in sessions)
            if (old.Value + CookieLasts < now) sessions.TryRemove(old);
        sessions[session] = now;
    }

    /// <summary>The session's own name; null when nobody is signed in.</summary>
    public static string? Of(ClaimsPrincipal? user) => user?.FindFirstValue(Claim);
}
