using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>A person is to be disabled who has more customers than change hands in one command.</summary>
public sealed class DisableDialogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ManyCustomers_AgentsAreGivenAwayFirst_AndTheDialogFollowsUntilAllHaveArrived()
    {
        await using var panel = await PanelContext.OpenAsync();
        var console = panel.Console;
        await console.Lane.FillAsync(console.Agent("AI Sales A"), EditAiAgent.MostMoved);
        var sales = console.As(Role.RealSalesUser).SalesUserId!.Value;

        var opened = panel.Page.Services.GetRequiredService<DialogService>().OpenAsync<DisableDialog>("");
        var dialog = Open(panel, sales);
        await dialog.WaitForElement("form", Patience).SubmitAsync();
        dialog.WaitForState(() => opened.IsCompleted || dialog.FindAll("[role=alert]").Count > 0, Patience);
        Assert.Equal(2, Assert.IsType<GiveAgentsAway.Answer>((object?)await opened).Edits.Count);

        dialog = Open(panel, sales);
        var before = dialog.WaitForElement("#following", Patience).TextContent;
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        await panel.FollowAsync((IRenderedComponent<IComponent>)dialog);
        await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()));
        dialog.WaitForAssertion(() => Assert.NotEqual(before, dialog.Find("#following").TextContent), Patience);
        while ((await console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded) { }
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("#following")), Patience);
        Assert.False(dialog.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task ManyTasks_GoInPartsBeforeThePersonDoes_AndTheUndoSaysHowManyCameBack()
    {
        const int Many = EditAiAgent.MostMoved + 1;
        await using var panel = await PanelContext.OpenAsync();
        var (console, ops, heir) = (panel.Console, panel.Console.As(Role.Ops).SalesUserId!.Value, panel.Console.Admin().SalesUserId!.Value);
        panel.Page.Services.AddSingleton(new Undos(console.Clock));
        var customer = Customer(console);
        await console.Lane.AddTasksAsync(customer, ops, Many);
        var dialog = Open(panel, ops);
        dialog.WaitForElement("#heir", Patience).Change(heir.ToString());
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Contains(Text.DisableNothing, dialog.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal((Many, 0), (TasksOf(console, heir), TasksOf(console, ops)));

        // One of them is done meanwhile.
        await console.Lane.RunAsync(change =>
        {
            var (task, whose) = (change.Store.WorkTasks.First(t => t.SalesUserId == heir && t.Note == "Gọi 7"), change.Find<Customer>(customer)!);
            task.Finish(whose, change.Now);
            change.Record("task.finished", task, whose);
        });
        var (said, refused) = await panel.Page.Services.GetRequiredService<Undos>().Last!.TakeBack();
        Assert.Equal((Text.RestBack.With(Many - 1, Many, console.Lane.Last.Directory.SalesUsers[ops].Name), null), (said, refused));
        Assert.Equal((0, Many - 1), (TasksOf(console, heir), TasksOf(console, ops)));
    }

    [Fact]
    public async Task WhatCameSinceTheDialogWasOpened_StandsThere_BeforeItGoesToTheHeir()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (console, ops) = (panel.Console, panel.Console.As(Role.Ops).SalesUserId!.Value);
        await console.Lane.AddTasksAsync(Customer(console), ops, 1);
        var dialog = Open(panel, ops);
        dialog.WaitForElement("#heir", Patience);
        await console.Lane.AddTasksAsync(Customer(console), ops, 2);
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.Contains(Text.Was.With(Text.DisableRestCounts.With(0, 1), Text.DisableRestCounts.With(0, 3)), dialog.Find(".conflict").TextContent, StringComparison.Ordinal), Patience);
        Assert.True(console.Lane.Last.Directory.SalesUsers[ops].IsActive);
        await dialog.Find("form").SubmitAsync();
        dialog.WaitForAssertion(() => Assert.False(console.Lane.Last.Directory.SalesUsers[ops].IsActive), Patience);
    }

    [Fact]
    public async Task Suspended_CanBeTakenBackInTheDialog_AndTheFocusGoesOn()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (console, ops) = (panel.Console, panel.Console.As(Role.Ops).SalesUserId!.Value);
        await console.LetInAsync(ops, console.Admin().SalesUserId!.Value);
        panel.Page.Services.AddSingleton<TimeProvider>(new StandingClock());
        panel.Page.Services.AddSingleton(new ConsoleTime(() => TimeZoneInfo.Utc, new StandingClock()));
        var dialog = Open(panel, ops);
        await dialog.WaitForElement("#suspend", Patience).ClickAsync(new());
        var undo = dialog.WaitForElement("#undo-suspend", Patience);
        Assert.True(console.Lane.Last.Directory.IsSuspended(ops));
        await undo.ClickAsync(new());
        dialog.WaitForElement("#suspend", Patience);
        Assert.False(console.Lane.Last.Directory.IsSuspended(ops));
        Assert.Null(panel.Page.Services.GetRequiredService<Undos>().Last);
        Assert.Equal(["#undo-suspend", ".rz-dialog-titlebar-close"], Assert.Single(panel.Page.JSInterop.Invocations, i => i.Identifier == "salesOps.passFocus").Arguments);
    }

    [Fact]
    public async Task PartRefusedAfterOthersWent_SaysOnlyWhatCameSince_AndWhatWentComesBackInTheDialog()
    {
        const int Many = EditAiAgent.MostMoved + 1;
        await using var panel = await PanelContext.OpenAsync();
        var (console, ops, heir) = (panel.Console, panel.Console.As(Role.Ops).SalesUserId!.Value, panel.Console.Admin().SalesUserId!.Value);
        panel.Page.Services.AddSingleton<TimeProvider>(new StandingClock());
        var customer = Customer(console);
        await console.Lane.AddTasksAsync(customer, ops, Many);
        await using var scope = console.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Domain.Messaging.CallerContext>().Set(console.Admin());
        panel.Page.Services.AddSingleton<MediatR.IMediator>(new Meanwhile(scope.ServiceProvider.GetRequiredService<MediatR.IMediator>(), () => console.Lane.AddTasksAsync(customer, ops, GiveRestAway.Most)));
        var dialog = Open(panel, ops);
        dialog.WaitForElement("#heir", Patience).Change(heir.ToString());
        await dialog.Find("form").SubmitAsync();
        var (left, now) = (Text.DisableRestCounts.With(0, Many - GiveRestAway.Most), Text.DisableRestCounts.With(0, Many));
        dialog.WaitForAssertion(() => Assert.Contains(Text.Was.With(left, now), dialog.Find(".conflict").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(GiveRestAway.Most, TasksOf(console, heir));
        await dialog.Find("#undo-rest").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("#rest-given, .conflict")), Patience);
        Assert.Equal((0, Many + GiveRestAway.Most), (TasksOf(console, heir), TasksOf(console, ops)));
    }

    /// <summary>Something happens once the first part went.</summary>
    private sealed class Meanwhile(MediatR.IMediator real, Func<Task> happens) : MediatR.IMediator
    {
        private bool _happened;

        public async Task<TResponse> Send<TResponse>(MediatR.IRequest<TResponse> request, CancellationToken cancellationToken = default)
        {
            var answer = await real.Send(request, cancellationToken);
            if (request is GiveRestAway.Command && !_happened)
            {
                _happened = true;
                await happens();
            }
            return answer;
        }

        public Task Publish(object notification, CancellationToken cancellationToken = default) => throw new NotSupportedException();
        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default) where TNotification : MediatR.INotification => throw new NotSupportedException();
    }

    /// <summary>The ten seconds of the undo do not pass by themselves.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 6, 3, 4, 30, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }

    private static Guid Customer(TestConsole console)
    {
        using var store = console.Read();
        return store.Customers.OrderBy(c => c.Id).First(c => c.AiAgentId != null).Id;
    }

    private static int TasksOf(TestConsole console, Guid person)
    {
        using var store = console.Read();
        return store.WorkTasks.Count(t => t.SalesUserId == person && t.Note!.StartsWith("Gọi ") && t.Status == WorkTaskStatus.Open);
    }

    private static IRenderedComponent<DisableDialog> Open(PanelContext panel, Guid person) =>
        panel.Page.Render<DisableDialog>(p => p.Add(d => d.Id, person).Add(d => d.Guard, new DialogGuard()));
}
