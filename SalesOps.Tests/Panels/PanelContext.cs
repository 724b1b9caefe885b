using Bunit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>Parts of the page over a real store, seen by somebody of a role.</summary>
internal sealed class PanelContext : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;

    private PanelContext(TestConsole console, Role role)
    {
        Console = console;
        _scope = console.Services.CreateAsyncScope();
        _scope.ServiceProvider.GetRequiredService<CallerContext>().Set(console.As(role));
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        Page.Services.AddSingleton(console.Lane);
        Page.Services.AddSingleton<TimeProvider>(TimeProvider.System);
        Page.Services.AddSingleton(_scope.ServiceProvider.GetRequiredService<IMediator>());
        Page.Services.AddSingleton(_scope.ServiceProvider.GetRequiredService<CallerContext>());
        Page.Services.AddSingleton(new ConsoleTime(() => TimeZoneInfo.Utc, TimeProvider.System));
        foreach (var validator in console.Services.GetServices<FluentValidation.IValidator<Domain.UseCases.People.InviteSalesUser.Command>>()) Page.Services.AddSingleton(validator);
        foreach (var validator in console.Services.GetServices<FluentValidation.IValidator<Domain.UseCases.Agents.AddAiAgent.Command>>()) Page.Services.AddSingleton(validator);
        foreach (var validator in console.Services.GetServices<FluentValidation.IValidator<Domain.UseCases.Settings.ChangeSetting.Command>>()) Page.Services.AddSingleton(validator);
        Page.Services.AddSingleton(console.Services.GetRequiredService<Domain.UseCases.Reviews.ClaimBoard>());
        Page.Services.AddScoped<Console.Panels.Undos>();
        Page.Services.AddScoped<Console.Panels.Viewings>();
        Page.Services.AddSingleton<Console.Panels.Exports.ExportRuns>();
        Page.Services.AddSingleton(Domain.Model.Rules.Playbook.Default);
        Page.Services.AddSingleton(console.Services.GetRequiredService<Domain.Store.Counting.ShownCounters>());
        Page.Services.AddSingleton<LiveMeter>();
        Page.Services.AddSingleton<ListReads>();
        Page.Services.AddSingleton<Console.SignIn.OpenPages>();
        Page.Services.AddSingleton<ChangeFeed>();
        Page.Services.AddScoped<LiveCircuit>();
        Page.Services.AddRadzenComponents();
    }

    public BunitContext Page { get; } = new();
    public TestConsole Console { get; }
    public ChangeFeed Feed => Page.Services.GetRequiredService<ChangeFeed>();

    public static async Task<PanelContext> OpenAsync(Role role = Role.Admin, string? folder = null)
    {
        var console = new TestConsole(folder);
        await console.FileSampleAsync();
        return new PanelContext(console, role);
    }

    /// <summary>From here on the feed tells the rendered page what changed.</summary>
    public Task FollowAsync(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page)
    {
        Page.Services.GetRequiredService<LiveCircuit>().Attach(work => page.InvokeAsync(work));
        return Feed.StartAsync(Xunit.TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Feed.StopAsync(CancellationToken.None);
        await Page.DisposeAsync();
        await _scope.DisposeAsync();
        await Console.DisposeAsync();
    }
}
