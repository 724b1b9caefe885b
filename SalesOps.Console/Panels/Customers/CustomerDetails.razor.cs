using MediatR;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Who the customer is, who speaks for us, and below it what happened.</summary>
public sealed partial class CustomerDetails : LiveComponent
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private GetCustomer.Answer? _customer;
    private Domain.Messaging.Error? _error;

    /// <summary>Another customer is another instance: key it.</summary>
    [Parameter, EditorRequired] public Guid CustomerId { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Watch(Topics.Customers | Topics.Assignments | Topics.Tasks | Topics.Handovers, ReadAsync, AtMostEvery);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new GetCustomer.Query(CustomerId));
        _customer = answer.Succeeded ? answer.Value : null;
        _error = answer.Succeeded ? null : answer.Errors[0];
        StateHasChanged();
    }
}
