using MediatR;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;

namespace SalesOps.Console.Panels.Requests;

/// <summary>What a person does about a request, from the list or from its customer's drawer; each says whether it was done, and offers to take it back. What was erased stays so.</summary>
internal sealed class RequestActs(IMediator mediator, DialogService dialogs, NotificationService notifications, Undos undos, Viewings viewings)
{
    public async Task<bool> FileAsync(Guid customerId, string customer)
    {
        if (await dialogs.FileRequestAsync(customerId, customer) is not { } filed) return false;
        MayUndo(Text.RequestFiled.With(customer), filed, Text.RequestWithdrawn, seen => mediator.Send(new WithdrawDataRequest.Command(Guid.CreateVersion7(), seen)));
        return true;
    }

    /// <summary>The customer was told.</summary>
    public Task<bool> AnswerAsync(SeenRequest request) => SendAsync(Text.RequestAnsweredDone, mediator.Send(new AnswerDataRequest.Command(Guid.CreateVersion7(), request)));

    public Task<bool> WithdrawAsync(SeenRequest request) => SendAsync(Text.RequestWithdrawn, mediator.Send(new WithdrawDataRequest.Command(Guid.CreateVersion7(), request)));

    public async Task<bool> RefuseAsync(SeenRequest request)
    {
        if (await dialogs.RefuseRequestAsync(request) is not { } refused) return false;
        MayUndoDeed(Text.RequestRefused, refused);
        return true;
    }

    /// <summary>Asks for the erasure that completes what the customer asked.</summary>
    public async Task<bool> EraseAsync(Guid customerId)
    {
        var customer = await mediator.Send(new GetCustomer.Query(customerId));
        if (!customer.Succeeded)
        {
            notifications.Refuse(customer.Errors);
            return false;
        }
        await viewings.NoteAsync(customer.Value.Id);
        return await dialogs.AskAsync<EraseCustomerDialog>(Text.DrawerErase, (nameof(EraseCustomerDialog.Customer), customer.Value)) is true;
    }

    private async Task<bool> SendAsync(string done, Task<Result<DataRequestAnswer>> sent)
    {
        var answer = await sent;
        if (answer.Succeeded) MayUndoDeed(done, answer.Value);
        else notifications.Refuse(answer.Errors);
        return answer.Succeeded;
    }

    private void MayUndoDeed(string done, DataRequestAnswer answer) =>
        MayUndo(done, answer, Text.RequestUndone, seen => mediator.Send(new UndoDataRequest.Command(Guid.CreateVersion7(), seen)));

    private void MayUndo(string done, DataRequestAnswer answer, string undone, Func<SeenRequest, Task<Result<DataRequestAnswer>>> undo) =>
        undos.Offer(done, () => undo(new SeenRequest(answer.RequestId, answer.Version)), _ => undone, answer.FinalAt);
}
