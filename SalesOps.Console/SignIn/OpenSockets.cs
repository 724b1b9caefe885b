using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.SignIn;

/// <summary>The circuits' sockets with those who opened them: a session that ends loses its sockets with the same commit, with the sign-out, or when its cookie is good no longer.</summary>
internal sealed class OpenSockets : IDisposable
{
    /// <summary>How many pages one person may have open at once: each costs the server half a megabyte.</summary>
    public const int Most = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly WriteLane _lane;
    private readonly EndedSessions _ended;
    private readonly TimeProvider _time;
    private readonly OpenPages _pages;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<HttpContext, Page> _open = [];

    public OpenSockets(WriteLane lane, EndedSessions ended, OpenPages pages, TimeProvider time)
    {
        (_lane, _ended, _pages, _time) = (lane, ended, pages, time);
        _lane.Committed += OnCommit;
        _ended.Ended += Close;
        _timer = time.CreateTimer(_ => Close(IsOver), null, Pause, Pause);
    }

    /// <summary>Serves a socket for as long as its session lasts.</summary>
    public async Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.User.SalesUserId();
        if (_open.Count(socket => socket.Value.User.SalesUserId() == id) >= Most)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        var until = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        var left = until - _time.GetUtcNow() is { } rest && rest < EndedSessions.CookieLasts ? rest : EndedSessions.CookieLasts;
        var page = _open[context] = new Page(context.User, EndedSessions.Of(context.User), _time.GetTimestamp(), left);
        if (id is { } person) _pages.Add(person);
        try
        {
            // The session may have ended after its cookie was looked at.
            if (MayStay(page)) await next(context);
        }
        finally
        {
            _open.TryRemove(context, out _);
            if (id is { } gone) _pages.Remove(gone);
        }
    }

    private void OnCommit(Commit commit)
    {
        if (commit.Changed.Contains(typeof(SalesUser)) || commit.Changed.Contains(typeof(Account))) Close();
    }

    private void Close() => Close(page => !MayStay(page));

    private void Close(Predicate<Page> isOver)
    {
        foreach (var (context, page) in _open)
            if (isOver(page) && _open.TryRemove(context, out _)) Abort(context);
    }

    private static void Abort(HttpContext context)
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It went by itself meanwhile.
        }
    }

    private bool MayStay(Page page) => !_ended.Has(page.Session) && !IsOver(page) && page.User.MayStay(_lane.Last.Directory);

    /// <summary>By the clock that nobody can set: one that leaps must not throw everybody out at once. A socket hears of no cookie that another request renews, so that is asked for.</summary>
    private bool IsOver(Page page) => _time.GetElapsedTime(page.Opened) >= page.Left && !_ended.IsRenewed(page.Session);

    public void Dispose()
    {
        _lane.Committed -= OnCommit;
        _ended.Ended -= Close;
        _timer.Dispose();
    }

    /// <param name="Opened">A timestamp of the process.</param>
    /// <param name="Left">How long its cookie was good from then on.</param>
    private sealed record Page(ClaimsPrincipal User, string? Session, long Opened, TimeSpan Left);
}
