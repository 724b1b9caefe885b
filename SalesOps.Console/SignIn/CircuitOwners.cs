using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace SalesOps.Console.SignIn;

/// <summary>
/// Gives a circuit that lost its connection back to the session that began it, and to no other: the browser may have somebody else's cookie by now, and
/// what waits to be drawn is not theirs to see. Refused, the page loads itself anew as whoever is signed in.
/// </summary>
internal sealed class CircuitOwners(TimeProvider time, IOptions<CircuitOptions> options) : IHubFilter
{
    private readonly ConcurrentDictionary<string, Owner> _owners = new(StringComparer.Ordinal);

    /// <summary>How many circuits it knows of.</summary>
    public int Count => _owners.Count;

    /// <summary>How many of them lost their connection.</summary>
    public int Lost => _owners.Values.Count(o => o.LostAt is not null);

    /// <remarks>The names are those of Blazor's hub: its script calls them.</remarks>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var (connection, asked) = (invocation.Context, invocation.HubMethodArguments is [string secret, ..] ? secret : "");
        switch (invocation.HubMethodName)
        {
            case "StartCircuit":
                return Note(connection, await next(invocation));
            case "ConnectCircuit":
                if (!IsOwners(asked, connection.User)) return false;
                if (await next(invocation) is not true) return false;
                Note(connection, asked);
                return true;
            case "ResumeCircuit":
                return _owners.ContainsKey(asked) && !IsOwners(asked, connection.User) ? null : Note(connection, await next(invocation));
            default:
                return await next(invocation);
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        try
        {
            await next(context, exception);
        }
        finally
        {
            Lose(context.Context);
        }
    }

    private void Lose(HubCallerContext connection)
    {
        if (!connection.Items.TryGetValue(this, out var begun) || begun is not string circuit) return;
        // Another connection may have it by now.
        if (_owners.TryGetValue(circuit, out var owner) && owner.ConnectionId == connection.ConnectionId)
            _owners.TryUpdate(circuit, owner with { LostAt = time.GetUtcNow() }, owner);
        // Blazor forgets a lost circuit by itself; so do we, a little later.
        var forgotten = time.GetUtcNow() - options.Value.DisconnectedCircuitRetentionPeriod - TimeSpan.FromMinutes(1);
        foreach (var other in _owners)
            if (other.Value.LostAt < forgotten) _owners.TryRemove(other);
    }

    private bool IsOwners(string circuit, ClaimsPrincipal? user) =>
        _owners.TryGetValue(circuit, out var owner) && (owner.Person, owner.Stamp, owner.Session) == (user?.SalesUserId(), user?.Stamp(), EndedSessions.Of(user));

    private object? Note(HubCallerContext connection, object? begun)
    {
        if (begun is not string circuit) return begun;
        connection.Items[this] = circuit;
        _owners[circuit] = new Owner(connection.User?.SalesUserId(), connection.User?.Stamp(), EndedSessions.Of(connection.User), connection.ConnectionId, null);
        return begun;
    }

    private sealed record Owner(Guid? Person, string? Stamp, string? Session, string ConnectionId, DateTimeOffset? LostAt);
}
