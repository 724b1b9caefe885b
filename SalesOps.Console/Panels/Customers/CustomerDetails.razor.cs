using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Requests;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Who the customer is, who speaks for us, and below it what happened.</summary>
public sealed partial class CustomerDetails : LiveComponent
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private GetCustomer.Answer? _customer;
    private Domain.Messaging.Error? _error;
    private Guid? _noted;
    private (string?, string?) _looked;

    /// <summary>Another customer is another instance: key it.</summary>
    [Parameter, EditorRequired] public Guid CustomerId { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private ConsoleTime Time { get; set; } = default!;
    [Inject] private Viewings Viewings { get; set; } = default!;

    private bool MayTransfer => TransferCustomers.Command.Access.Allows(Caller.Current);
    private bool MayErase => EraseCustomer.Command.Access.Allows(Caller.Current);
    private bool MayMerge => MergeCustomers.Command.Access.Allows(Caller.Current);
    private bool MayLookBack => GetCustomerAsItWas.Query.Access.Allows(Caller.Current);

    private bool MayWalk => GetSteps.Query.Access.Allows(Caller.Current);

    /// <summary>The conversation that is walked through; null for the timeline.</summary>
    private Guid? Walked => MayWalk && Guid.TryParse(Navigation.Asked(PageQuery.Steps), out var id) && _customer?.Conversations.Any(t => t.Id == id) == true ? id : null;

    private bool LooksBack => MayLookBack && Navigation.Asked(PageQuery.Past) is not null;

    protected override async Task OnInitializedAsync()
    {
        _looked = Looked;
        Navigation.LocationChanged += OnLocationChanged;
        Watch(Topics.Customers | Topics.Assignments | Topics.Tasks | Topics.Handovers | Topics.Names, ReadAsync, AtMostEvery);
        await ReadAsync();
    }

    private (string?, string?) Looked => (Navigation.Asked(PageQuery.Steps), Navigation.Asked(PageQuery.Past));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        if (Looked == _looked) return;
        _looked = Looked;
        StateHasChanged();
    });

    private void Walk(Guid? conversation) => Navigation.Look(PageQuery.Steps, conversation?.ToString());

    /// <summary>Asks for a moment of the customer who is shown, also where the address names one who went into this one; null asks no more.</summary>
    private void LookBack(Guid? customer)
    {
        if (customer is { } id && id != CustomerId) Navigation.NavigateTo(Navigation.WithPastOf(id, PageQuery.AnyMoment));
        else Navigation.Look(PageQuery.Past, customer is null ? null : PageQuery.AnyMoment);
    }

    private Task TakeOverAsync(GetCustomer.Answer customer, GetCustomer.Talk talk) => Dialogs.TakeOverAsync(customer.Id, talk.Id);

    private Task HandBackAsync(GetCustomer.Answer customer, GetCustomer.Talk talk) => Dialogs.HandBackAsync(customer.Id, talk.Id);

    private Task EditAsync(GetCustomer.Answer customer) => Dialogs.EditAsync(customer, Undos, Mediator, Viewings);

    private Task EraseAsync(GetCustomer.Answer customer) => Dialogs.AskAsync<EraseCustomerDialog>(Text.DrawerErase, (nameof(EraseCustomerDialog.Customer), customer));

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new GetCustomer.Query(CustomerId));
        // After a merge the link leads to another customer than it names.
        if (answer.Succeeded && _noted != answer.Value.Id && await Viewings.NoteAsync(answer.Value.Id)) _noted = answer.Value.Id;
        _customer = answer.Succeeded ? answer.Value : null;
        _error = answer.Succeeded ? null : answer.Errors[0];
        StateHasChanged();
    }

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }
}
