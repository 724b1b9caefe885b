using Bunit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Audit;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Requests;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>A dialog that shows a customer without their file being open is a look at them all the same.</summary>
public sealed class NotedDialogsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EditAndErase_BesideAnyFile_AreNotedBeforeTheyOpen(bool erases)
    {
        await using var panel = await PanelContext.OpenAsync();
        var customer = Customers(panel)[0];
        T Get<T>() where T : notnull => panel.Page.Services.GetRequiredService<T>();
        var noted = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Get<DialogService>().OnOpen += (_, _, _, _) => noted.TrySetResult(Looks(panel, customer));
        var page = panel.Page.Render<Radzen.Blazor.RadzenDialog>();
        var file = (await Get<IMediator>().Send(new GetCustomer.Query(customer), Http.Token)).Value;

        _ = page.InvokeAsync(() => erases
            ? new RequestActs(Get<IMediator>(), Get<DialogService>(), Get<NotificationService>(), Get<Undos>(), Get<Viewings>()).EraseAsync(customer)
            : Get<DialogService>().EditAsync(file, Get<Undos>(), Get<IMediator>(), Get<Viewings>()));

        Assert.Equal(1, await noted.Task.WaitAsync(Patience, Http.Token));
    }

    [Fact]
    public async Task Merge_BothSides_AreNotedBeforeTheyAreShown()
    {
        await using var panel = await PanelContext.OpenAsync();
        var customers = Customers(panel);

        var dialog = panel.Page.Render<MergeDialog>(p => p.Add(d => d.CustomerId, customers[0]).Add(d => d.OtherId, customers[1]).Add(d => d.Guard, new DialogGuard()));

        dialog.WaitForElement(".merge-side", Patience);
        Assert.Equal((1, 1), (Looks(panel, customers[0]), Looks(panel, customers[1])));
    }

    [Fact]
    public async Task HandBack_BesideAnyFile_IsNotedBeforeItIsShown()
    {
        await using var panel = await PanelContext.OpenAsync();
        var customer = Customers(panel)[0];

        var dialog = panel.Page.Render<HandBackDialog>(p => p.Add(d => d.CustomerId, customer).Add(d => d.ConversationId, null).Add(d => d.Guard, new DialogGuard()));

        dialog.WaitForElement(".dialog-notes", Patience);
        Assert.Equal(1, Looks(panel, customer));
    }

    [Fact]
    public async Task Note_LaneIsFull_IsNotedAtTheNextLook()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (customer, lane, viewings) = (Customers(panel)[0], panel.Console.Lane, panel.Page.Services.GetRequiredService<Viewings>());
        var waiting = new List<Task>();
        using (await lane.BlockAsync())
        {
            while (lane.SubmitAsync(new LaneRequest(Guid.NewGuid(), "Test", new byte[32], Actor.System), _ => Task.FromResult(new Outcome("refused", null))) is { IsCompleted: false } one) waiting.Add(one);
            Assert.False(await viewings.NoteAsync(customer));
        }
        await Task.WhenAll(waiting);

        Assert.Equal(0, Looks(panel, customer));
        Assert.True(await viewings.NoteAsync(customer));
        Assert.True(await viewings.NoteAsync(customer));
        Assert.Equal(1, Looks(panel, customer));
    }

    [Fact]
    public async Task AuditEntry_ThatShowsPersonalData_IsNotedBeforeItIsShown()
    {
        await using var panel = await PanelContext.OpenAsync();
        var customers = Customers(panel);
        long named, unnamed;
        await using (var store = panel.Console.Read())
        {
            named = store.AuditEntries.First(e => e.CustomerId == customers[0] && e.Sealed != null).Sequence;
            unnamed = store.AuditEntries.First(e => e.CustomerId == null).Sequence;
        }

        panel.Page.Render<EntryChanges>(p => p.Add(e => e.Sequence, unnamed)).WaitForElement(".entry-row", Patience);
        Assert.Equal(0, Looks(panel, customers[0]));
        panel.Page.Render<EntryChanges>(p => p.Add(e => e.Sequence, named)).WaitForElement(".entry-row", Patience);
        Assert.Equal(1, Looks(panel, customers[0]));
    }

    private static List<Guid> Customers(PanelContext panel)
    {
        using var store = panel.Console.Read();
        return [.. store.Customers.Select(c => c.Id).Take(2)];
    }

    private static int Looks(PanelContext panel, Guid customer)
    {
        using var store = panel.Console.Read();
        return store.AuditEntries.Count(e => e.Action == AuditActions.Viewed && e.CustomerId == customer);
    }
}
