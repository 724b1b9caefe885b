using System.Collections.Concurrent;
using System.Security.Claims;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Console.SignIn;

/// <summary>The circuits' sockets with those who opened them: a session that ends loses its sockets with the same commit.</summary>
internal sealed class OpenSockets : IDisposable
{
    /// <summary>How many pages one person may have open at once: each costs the server half a megabyte.</summary>
    public const int Most = 100;

    private readonly WriteLane _lane;
    private readonly ConcurrentDictionary<HttpContext, ClaimsPrincipal> _open = [];

    public OpenSockets(WriteLane lane)
    {
        _lane = lane;
        _lane.Committed += OnCommit;
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
            if (context.User.MayStay(_lane.Last.Directory)) await next(context);
        }
        finally
        {
            _open.TryRemove(context, out _);
        }
    }

    private void OnCommit(Commit commit)
    {
        if (!commit.Changed.Contains(typeof(SalesUser)) && !commit.Changed.Contains(typeof(Account))) return;
        foreach (var (context, user) in _open)
            if (!user.MayStay(commit.Directory)) context.Abort();
    }

    public void Dispose() => _lane.Committed -= OnCommit;
}
