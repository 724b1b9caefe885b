using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Resources;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Who the customer is, who speaks for us, and below it what happened.</summary>
public sealed partial class CustomerDetails : LiveComponent
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private GetCustomer.Answer? _customer;
    private Domain.Messaging.Error? _error;
    private Guid? _walked;

    /// <summary>Another customer is another instance: key it.</summary>
    [Parameter, EditorRequired] public Guid CustomerId { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;

    private bool MayErase => EraseCustomer.Command.Access.Allows(Caller.Current);
    private bool MayWalk => GetSteps.Query.Access.Allows(Caller.Current);

    protected override async Task OnInitializedAsync()
    {
        Watch(Topics.Customers | Topics.Assignments | Topics.Tasks | Topics.Handovers, ReadAsync, AtMostEvery);
        await ReadAsync();
    }

    /// <summary>From a colleague only those take it who decide.</summary>
    private bool MayTakeOver(GetCustomer.Talk talk) =>
        talk.HeldById != Caller.Current.SalesUserId && (talk.Holder != Domain.Model.Holder.Human || Access.Deciders.Allows(Caller.Current));

    private Task TakeOverAsync(GetCustomer.Answer customer, GetCustomer.Talk talk) => Dialogs.TakeOverAsync(customer.Id, talk.Id);

    private Task HandBackAsync(GetCustomer.Answer customer, GetCustomer.Talk talk) => Dialogs.HandBackAsync(customer.Id, talk.Id);

    private async Task EraseAsync(GetCustomer.Answer customer)
    {
        var guard = new DialogGuard();
        var parameters = guard.Parameters;
        parameters[nameof(EraseCustomerDialog.Customer)] = customer;
        await Dialogs.OpenAsync<EraseCustomerDialog>(Text.DrawerErase, parameters, guard.Options);
    }

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new GetCustomer.Query(CustomerId));
        _customer = answer.Succeeded ? answer.Value : null;
        _error = answer.Succeeded ? null : answer.Errors[0];
        StateHasChanged();
    }
}
