using System.Net.WebSockets;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using SalesOps.Console.SignIn;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.SignIns;

/// <summary>What a browser that is signed in can do to the server through its socket, and no more.</summary>
public sealed class OpenSocketsTests
{
    private const string Ops = "ops@example.com";

    [Fact]
    public async Task Person_HasSoManyPagesOpen_AndNoMore_UntilOneIsClosed()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Ops, ConsoleHost.Password, Http.Token);
        using var other = await Bench.Circuits.SignIn.RunAsync(console.Address, "sales@example.com", ConsoleHost.Password, Http.Token);
        var open = new List<ClientWebSocket>();
        for (var i = 0; i < OpenSockets.Most; i++) open.Add(await OpenAsync(console, session));
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(console, session));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        (await OpenAsync(console, other)).Dispose();
        open[0].Dispose();
        // The server hears a moment later that it is gone.
        for (var again = default(ClientWebSocket); again is null;)
        {
            try
            {
                open.Add(again = await OpenAsync(console, session));
            }
            catch (WebSocketException)
            {
                await Task.Delay(20, Http.Token);
            }
        }
        foreach (var socket in open) socket.Dispose();
    }

    [Fact]
    public async Task Person_IsSaidToHaveAPageOpen_UntilTheLastIsClosed()
    {
        await using var console = await ConsoleHost.StartAsync();
        var (pages, person) = (console.App.Services.GetRequiredService<OpenPages>(), console.Person(Ops).Id);
        var told = 0;
        pages.Changed += () => Interlocked.Increment(ref told);
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Ops, ConsoleHost.Password, Http.Token);
        Assert.False(pages.IsOpen(person));
        using (await OpenAsync(console, session))
        {
            using var second = await OpenAsync(console, session);
            Assert.True(pages.IsOpen(person));
            Assert.False(pages.IsOpen(console.Person("sales@example.com").Id));
        }
        while (pages.IsOpen(person)) await Task.Delay(20, Http.Token);
        Assert.Equal(2, told);
    }

    [Fact]
    public void Pages_OfOnePerson_AreOneFact_ToldOnceEachWay()
    {
        var (pages, person, told) = (new OpenPages(), Guid.NewGuid(), 0);
        pages.Changed += () => told++;
        pages.Add(person);
        pages.Add(person);
        pages.Remove(person);
        Assert.Equal((true, 1), (pages.IsOpen(person), told));
        pages.Remove(person);
        Assert.Equal((false, 2), (pages.IsOpen(person), told));
    }

    [Fact]
    public async Task Frame_LargerThanAnyEvent_EndsTheCircuit_AndNothingElse()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, Ops, ConsoleHost.Password, Http.Token);
        await using var hostile = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        await using var other = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        await hostile.InvokeAsync(1, "KeyPressed", $"[\"{new string('x', 64 * 1024)}\"]", Http.Token);
        while (hostile.Fault is null) await Task.Delay(20, Http.Token);
        Assert.Null(other.Fault);
    }

    /// <summary>Whatever a browser may call by name stands here, with what keeps it harmless.</summary>
    [Fact]
    public void Callable_FromBrowsers_AreTheseMethodsAlone() => Assert.Equal(
        [
            // A number of the page, said to its own status line.
            "Desk.Answered",
            // The keys of the page, each of which sends a command that its guard looks at.
            "Desk.KeyPressed",
            // Reads nothing but the clock.
            "Desk.Pulse",
            // Draws a section of the own page, which reads what its person may see.
            "Desk.SectionVisible",
            // Whether the own page is drawn.
            "Desk.VisibilityChanged",
        ],
        typeof(global::SalesOps.Console.Composition).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<JSInvokableAttribute>() is not null).Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Order(StringComparer.Ordinal));

    private static async Task<ClientWebSocket> OpenAsync(ConsoleHost console, Bench.Circuits.Session session)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = session.Cookies;
        socket.Options.SetRequestHeader("Origin", console.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new Uri($"ws://{console.Address.Authority}/_blazor"), Http.Token);
        return socket;
    }
}
