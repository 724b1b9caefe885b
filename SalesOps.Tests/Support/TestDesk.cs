using Bunit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesOps.Console.Live;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Tests.Support;

/// <summary>A browser-less tab over a <see cref="TestConsole"/>: real store, pipeline, feed and circuit, for one caller.</summary>
internal sealed class TestDesk : IAsyncDisposable
{
    private readonly LiveMeter _meter = new();
    private readonly AsyncServiceScope _scope;

    private TestDesk(TestConsole console, Role role)
    {
        Console = console;
        _scope = console.Services.CreateAsyncScope();
        var caller = _scope.ServiceProvider.GetRequiredService<CallerContext>();
        caller.Set(console.As(role));
        Feed = new ChangeFeed(console.Lane, console.Services.GetRequiredService<ClaimBoard>(), new Console.SignIn.OpenPages(), _meter);
        Tab.JSInterop.Mode = JSRuntimeMode.Loose;
        Tab.Services.AddLogging();
        Tab.Services.AddSingleton<TimeProvider>(console.Clock);
        Tab.Services.AddSingleton(new ConsoleTime(() => TimeZoneInfo.Utc, console.Clock));
        Tab.Services.AddSingleton(caller);
        Tab.Services.AddSingleton(_scope.ServiceProvider.GetRequiredService<IMediator>());
        Tab.Services.AddSingleton(Feed);
        Tab.Services.AddSingleton(console.Services.GetRequiredService<ClaimBoard>());
        Tab.Services.AddSingleton(Playbook.Default);
        Tab.Services.AddSingleton<ExportRuns>();
        Tab.Services.AddScoped<Viewings>();
        Tab.Services.AddSingleton(new CounterFacts(Feed, console.Lane, console.Services.GetRequiredService<IDbContextFactory<SalesOpsDb>>(), console.Clock,
            new ConsoleTime(() => TimeZoneInfo.Utc, console.Clock), NullLogger<CounterFacts>.Instance));
        var shown = console.Services.GetRequiredService<ShownCounters>();
        Tab.Services.AddSingleton(shown);
        Check = new CounterCheck(console.Services, shown, Feed, _meter, console.Clock, NullLogger<CounterCheck>.Instance);
        Tab.Services.AddSingleton(Check);
        var live = new LiveCircuit(Feed, TimeProvider.System, NullLogger<LiveCircuit>.Instance);
        Tab.Services.AddSingleton(live);
        Live = live;
    }

    public TestConsole Console { get; }
    public ChangeFeed Feed { get; }
    public CounterCheck Check { get; }
    public LiveMeter Meter => _meter;
    public LiveCircuit Live { get; }
    public BunitContext Tab { get; } = new();

    public static async Task<TestDesk> OpenAsync(Role role = Role.Admin)
    {
        var console = new TestConsole();
        await console.FileSampleAsync();
        var desk = new TestDesk(console, role);
        await desk.Feed.StartAsync(CancellationToken.None);
        return desk;
    }

    /// <summary>Lets the feed reach what was rendered; only then, because bUnit's first rendering must not meet an update.</summary>
    public void GoLive() => Live.Attach(work => Tab.Renderer.Dispatcher.InvokeAsync(work));

    /// <summary>A customer writes for the first time; <c>ask_trust</c> waits for a person.</summary>
    public async Task<ReceiveMessage.Answer> ReceiveAsync(string who, params string[] risks) =>
        (await Console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"m-{who}", "Có tin được không?", who, null,
            new ReceiveMessage.Reported("ask_trust", "discovery_capital", 0.9, risks, "runtime-1")), Caller.Runtime)).Value;

    public async ValueTask DisposeAsync()
    {
        Live.Dispose();
        await Feed.StopAsync(CancellationToken.None);
        await Tab.DisposeAsync();
        await Feed.DisposeAsync();
        _meter.Dispose();
        await _scope.DisposeAsync();
        await Console.DisposeAsync();
    }
}
