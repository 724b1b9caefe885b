using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.SignIns;

/// <summary>A circuit that lost its connection goes on for the session that began it, whatever cookie the browser has by now.</summary>
public sealed class CircuitOwnersTests
{
    private const string Sales = "sales@example.com";

    [Fact]
    public async Task LostCircuit_IsGivenBackToItsOwner_NotToWhoeverSignedInMeanwhile()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var admin = await Bench.Circuits.SignIn.RunAsync(console.Address, "trojan@example.com", ConsoleHost.Password, Http.Token);
        using var sales = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        var circuit = await CircuitClient.OpenAsync(admin, "/", new(), Http.Token);
        var secret = circuit.Secret;
        await circuit.LoseAsync();

        Assert.False(await CircuitClient.ReconnectAsync(sales, secret, new(), Http.Token));
        Assert.True(await CircuitClient.ReconnectAsync(admin, secret, new(), Http.Token));
        Assert.False(await CircuitClient.ReconnectAsync(sales, secret, new(), Http.Token));
        Assert.False(await CircuitClient.ReconnectAsync(admin, secret + "x", new(), Http.Token));
    }

    [Fact]
    public async Task LostCircuit_OfASessionThatEnded_IsNotGivenToThePersonsNext()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var before = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        var circuit = await CircuitClient.OpenAsync(before, "/", new(), Http.Token);
        var secret = circuit.Secret;
        await circuit.LoseAsync();
        var (person, admin) = (console.Person(Sales).Id, Caller.Person(console.Person("trojan@example.com")));
        Assert.True((await console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), person), admin)).Succeeded);
        Assert.True((await console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), person), admin)).Succeeded);
        using var after = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);

        Assert.False(await CircuitClient.ReconnectAsync(after, secret, new(), Http.Token));
    }

    [Fact]
    public async Task CircuitsThatAreGone_AreForgotten()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Sales, ConsoleHost.Password, Http.Token);
        var owners = console.App.Services.GetRequiredService<CircuitOwners>();
        for (var i = 0; i < 3; i++) await (await CircuitClient.OpenAsync(session, "/", new(), Http.Token)).LoseAsync();
        // The server hears a moment later that they are lost.
        while (owners.Lost < 3) await Task.Delay(20, Http.Token);
        console.Clock.Advance(TimeSpan.FromMinutes(5));
        await (await CircuitClient.OpenAsync(session, "/", new(), Http.Token)).LoseAsync();
        while (owners.Count > 1) await Task.Delay(20, Http.Token);
    }
}
