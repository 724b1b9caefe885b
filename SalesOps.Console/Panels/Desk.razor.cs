using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Finding;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Reviews;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels;

/// <summary>
/// The one page. It is rendered once: everything live is a leaf that watches for itself, and what the browser reports
/// (keys, visibility, sections in view) is handed on to whom it concerns.
/// </summary>
public sealed partial class Desk : ComponentBase, IAsyncDisposable
{
    private static readonly string[] Reports = ["watchVisibility", "watchSections", "watchKeys", "watchPulse"];

    private readonly ReviewList _reviews = new();
    private readonly Dictionary<string, LazySection> _lazy = [];
    private readonly List<IJSObjectReference> _watches = [];
    private DotNetObjectReference<Desk>? _self;
    private CustomerDrawer? _drawer;
    private ReviewCase? _case;
    private UndoBar? _undo;
    private Task _dialog = Task.CompletedTask;
    private string _userName = "";
    private string _role = "";
    private IReadOnlyList<Section> _sections = [];
    private string[] _ids = [];

    [Inject] private LiveCircuit Live { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;
    [Inject] private Viewings Viewings { get; set; } = default!;
    [Inject] private ConsoleTime Time { get; set; } = default!;
    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private IJSRuntime Js { get; set; } = default!;

    protected override void OnInitialized()
    {
        Live.Attach(InvokeAsync);
        var caller = Caller.Current;
        _userName = Feed.Last.Directory.NameOfUser(caller.SalesUserId) ?? "";
        _role = caller.Role?.Code() ?? "";
        _sections = Section.For(caller);
        _ids = [.. _sections.Select(s => s.Id)];
    }

    /// <summary>Rendered once; a change of the address concerns its parts, which read it themselves.</summary>
    protected override bool ShouldRender() => false;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        foreach (var report in Reports) _watches.Add(await Js.InvokeAsync<IJSObjectReference>($"salesOps.{report}", _self));
    }

    /// <summary>The tab is shown or hidden.</summary>
    [JSInvokable]
    public void VisibilityChanged(bool visible) => Live.SetVisible(visible);

    /// <summary>A section comes near, or is far away.</summary>
    [JSInvokable]
    public void SectionVisible(string id, bool visible) => _lazy.GetValueOrDefault(id)?.Show(visible);

    /// <summary>Answers the browser's question whether anybody is there: a socket can be open and dead.</summary>
    /// <returns>The time, ms since 1970-01-01 UTC.</returns>
    [JSInvokable]
    public long Pulse() => new DateTimeOffset(Time.Now).ToUnixTimeMilliseconds();

    /// <summary>The server answers again, after a while in which it did not though the socket stood open.</summary>
    /// <param name="shown">The sequence number that the page showed meanwhile.</param>
    [JSInvokable]
    public void Answered(long shown) => Live.SayCaughtUp(shown);

    /// <summary>A key was pressed where nobody types. Escape belongs to what lies on top.</summary>
    [JSInvokable]
    public async Task KeyPressed(string key)
    {
        // The last thing done is the first taken back; decisions only where the queue is in sight.
        if (key == "Ctrl+Z" && (_drawer?.IsOpen == true || (Undos.Last is { } last && !(_case?.UndoableUntil > last.FinalAt))))
        {
            await _undo!.UndoAsync();
            return;
        }
        if ((key != "Escape" || Navigation.AskedCustomer() is null) && _case is not null && await _case.PressAsync(key)) return;
        await PressedAsync(key);
    }

    private Task PressedAsync(string key) => key switch
    {
        "j" or "ArrowDown" => MoveAsync(1),
        "k" or "ArrowUp" => MoveAsync(-1),
        "s" => SkipAsync(),
        "x" => Do(Mark),
        "b" => OnceAsync(BulkAsync),
        "n" => Do(_reviews.TakeIn),
        "Enter" => Do(OpenSelected),
        "Escape" => _drawer?.CloseAsync().AsTask() ?? Task.CompletedTask,
        "?" => OnceAsync(() => Dialogs.ShowAsync<KeyHelp>(Text.Keys_title, [], new DialogOptions { Width = "360px", CloseDialogOnOverlayClick = true })),
        "/" => SearchAsync(),
        "Ctrl+K" => OnceAsync(FindAsync),
        _ => Task.CompletedTask,
    };

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    /// <summary>A second press before the first one's dialog is drawn opens no second dialog.</summary>
    private Task OnceAsync(Func<Task> open) => _dialog.IsCompleted ? _dialog = open() : Task.CompletedTask;

    private async Task MoveAsync(int by)
    {
        _reviews.Move(by);
        await FocusAsync();
    }

    private async Task FocusAsync()
    {
        if (_reviews.Selected is { } row) await Js.InvokeVoidAsync("salesOps.focus", $"#reviews [data-id=\"{row.Id}\"]");
    }

    private async Task SkipAsync()
    {
        _reviews.Next();
        await FocusAsync();
    }

    private void Mark()
    {
        if (_reviews.Selected is { } row && ApproveReview.Command.Access.Allows(Caller.Current)) _reviews.Mark(row);
    }

    /// <summary>Shows each line of what is marked, and files what was decided of them.</summary>
    private async Task BulkAsync()
    {
        if (_reviews.Marked is not { Count: > 0 } marked) return;
        var parameters = new Dictionary<string, object?>
        {
            [nameof(BulkDialog.Rows)] = marked,
            [nameof(BulkDialog.OnDecided)] = (Action<IReadOnlyList<Decided>>)(decided => _case?.Remember(decided, null)),
        };
        await Dialogs.ShowAsync<BulkDialog>(Text.Bulk, parameters, new DialogOptions { Width = "min(860px, 96vw)", CloseDialogOnEsc = true });
    }

    private void OpenSelected()
    {
        if (_reviews.Selected is { } row) Navigation.NavigateTo(Navigation.WithCustomer(row.CustomerId));
    }

    private async Task SearchAsync() => await Js.InvokeVoidAsync("salesOps.search", "customers");

    /// <summary>Finds a customer, an AI agent, a person, a section, a view or an action, and goes there.</summary>
    private async Task FindAsync()
    {
        var options = new DialogOptions { Width = "min(560px, 96vw)", Top = "12vh", CloseDialogOnOverlayClick = true, CloseDialogOnEsc = true, AutoFocusFirstElement = false };
        if (await Dialogs.ShowAsync<Finder>(Text.Find, new() { [nameof(Finder.PageSections)] = _ids }, options) is not Place place) return;
        if (place.Leads is { } address) Navigation.NavigateTo(address, forceLoad: !address.StartsWith(Navigation.BaseUri, StringComparison.Ordinal));
        if (place.Does is { } act) await act(new(Dialogs, Mediator, Undos, Notifications, Viewings));
        if (place.Section is not null || place.Press is not null) await Js.InvokeVoidAsync("salesOps.press", place.Section, place.Press, place.PressNext);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var watch in _watches)
            {
                await watch.InvokeVoidAsync("stop");
                await watch.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its watches with it.
        }
        _self?.Dispose();
    }
}
