using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;

namespace SalesOps.Console.Live;

/// <summary>Tells a circuit's parts who sits before it and whether the browser is there.</summary>
internal sealed class CircuitConnection(LiveCircuit live, CallerContext caller, EndedSessions ended, AuthenticationStateProvider authentication) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        if (state.User.SalesUserId() is not null) caller.SetPerson(state.User, ended);
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        live.SetConnected(true);
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        live.SetConnected(false);
        return Task.CompletedTask;
    }
}
