using MediatR;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Opens the dialogs about one customer, and offers to take back what they did.</summary>
internal static class CustomerDialogs
{
    public static async Task EditAsync(this DialogService dialogs, GetCustomer.Answer customer, Undos undos, IMediator mediator, Viewings viewings)
    {
        await viewings.NoteAsync(customer.Id);
        if (await dialogs.AskAsync<EditCustomerDialog>(Text.CustomerEditTitle, (nameof(EditCustomerDialog.Customer), customer)) is not EditCustomer.Answer edited) return;
        undos.Offer(Text.CustomerEdited.With(customer.Name), () => mediator.Send(new UndoCustomerEdit.Command(Guid.CreateVersion7(), edited.EditId)), _ => Text.CustomerEditUndone, edited.FinalAt);
    }

    public static Task OptOutAsync(this DialogService dialogs, GetCustomer.Answer customer, Channel channel, Undos undos, IMediator mediator) =>
        AskAsync<OptOutCustomer.Command>(dialogs, Text.OptOutTitle, Text.OptOutDone, customer, channel, undos, mediator);

    public static Task LiftOptOutAsync(this DialogService dialogs, GetCustomer.Answer customer, Channel channel, Undos undos, IMediator mediator) =>
        AskAsync<LiftOptOut.Command>(dialogs, Text.LiftOptOutTitle, Text.LiftOptOutDone, customer, channel, undos, mediator);

    private static async Task AskAsync<TCommand>(DialogService dialogs, string title, string done, GetCustomer.Answer customer, Channel channel, Undos undos, IMediator mediator) where TCommand : ICommand<ConsentAnswer>
    {
        if (await dialogs.AskAsync<ConsentDialog<TCommand>>(title, (nameof(ConsentDialog<TCommand>.Customer), customer), (nameof(ConsentDialog<TCommand>.Channel), channel)) is not ConsentAnswer filed) return;
        undos.Offer(done.With(customer.Name, Labels.OrCode("Channel", channel.Code())), () => mediator.Send(new UndoConsent.Command(Guid.CreateVersion7(), filed.ConsentId)), _ => Text.ConsentUndone, filed.FinalAt);
    }
}
