using System.Collections.Concurrent;
using System.Security.Claims;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Console.SignIn;

/// <summary>The circuits' sockets with those who opened them: a session that ends loses its sockets with the same commit, or with the sign-out.</summary>
internal sealed class OpenSockets : IDisposable
{
    /// <summary>How many pages one person may have open at once: each costs the server half a megabyte.</summary>
    public const int Most = 100;

    private readonly WriteLane _lane;
    private readonly EndedSessions _ended;
    private readonly ConcurrentDictionary<HttpContext, ClaimsPrincipal> _open = [];

    public OpenSockets(WriteLane lane, EndedSessions ended)
    {
        (_lane, _ended) = (lane, ended);
        _lane.Committed += OnCommit;
        _ended.Ended += Close;
    }

    /// <summary>Serves a socket for as long as its session lasts.</summary>
    public async Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.User.SalesUserId();
        if (_open.Count(socket => socket.Value.SalesUserId() == id) >= Most)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        _open[context] = context.User;
        try
        {
            // The session may have ended after its cookie was looked at.
            if (MayStay(context.User)) await next(context);
        }
        finally
        {
            _open.TryRemove(context, out _);
        }
    }

    private void OnCommit(Commit commit)
    {
        if (commit.Changed.Contains(typeof(SalesUser)) || commit.Changed.Contains(typeof(Account))) Close();
    }

    private void Close()
    {
        foreach (var (context, user) in _open)
            if (!MayStay(user)) context.Abort();
    }

    private bool MayStay(ClaimsPrincipal user) => !_ended.Has(user) && user.MayStay(_lane.Last.Directory);

    public void Dispose()
    {
        _lane.Committed -= OnCommit;
        _ended.Ended -= Close;
    }
}
