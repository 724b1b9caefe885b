using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace SalesOps.Console.Panels.Customers;

/// <summary>The drawer over the page that shows the customer of <c>?customer=ID</c>; the focus stays in it, and returns to where it came from.</summary>
public sealed partial class CustomerDrawer : ComponentBase, IAsyncDisposable
{
    private Guid? _id;
    private IJSObjectReference? _trap;

    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <summary>Whether it lies over the page now.</summary>
    public bool IsOpen => _id is not null;

    /// <summary>Closes it, as Esc does: the browser knows whether that is a step back.</summary>
    public ValueTask CloseAsync() => IsOpen ? Js.InvokeVoidAsync("salesOps.leaveDrawer") : ValueTask.CompletedTask;

    protected override void OnInitialized()
    {
        _id = Navigation.AskedCustomer();
        Navigation.LocationChanged += OnLocationChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsOpen && _trap is null) _trap = await Js.InvokeAsync<IJSObjectReference>("salesOps.trap", "#customer");
        else if (!IsOpen) await ReleaseAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _id = Navigation.AskedCustomer();
        StateHasChanged();
    });

    private async Task ReleaseAsync()
    {
        if (_trap is not { } trap) return;
        _trap = null;
        await trap.InvokeVoidAsync("stop");
        await trap.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        try
        {
            await ReleaseAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the trap with it.
        }
    }
}
