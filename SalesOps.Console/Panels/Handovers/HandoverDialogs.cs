using MediatR;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Console.Panels.Handovers;

/// <summary>Opens the dialogs by which a conversation changes hands; true when it did.</summary>
internal static class HandoverDialogs
{
    /// <param name="conversationId">Null to choose one of the customer's.</param>
    public static Task<bool> TakeOverAsync(this DialogService dialogs, Guid customerId, Guid? conversationId) =>
        OpenAsync<TakeOverDialog>(dialogs, Text.TakeOverTitle, customerId, conversationId);

    public static Task<bool> HandBackAsync(this DialogService dialogs, Guid customerId, Guid conversationId) =>
        OpenAsync<HandBackDialog>(dialogs, Text.HandBackTitle, customerId, conversationId);

    /// <summary>Answers which conversations were left as they were; null when none was handed back.</summary>
    public static async Task<IReadOnlySet<Guid>?> HandBackAsync(this DialogService dialogs, IReadOnlyList<HandBackConversations.Seen> conversations) =>
        await dialogs.AskAsync<HandBackManyDialog>(Text.HandBackManyTitle, (nameof(HandBackManyDialog.Conversations), conversations)) is BulkAnswer answer ? answer.Left(conversations.Select(c => c.ConversationId)) : null;

    /// <summary>Offers to take a takeover or a hand-back back.</summary>
    /// <param name="holderVersion">As the deed left it.</param>
    public static void Offer(this Undos undos, IMediator mediator, Guid handoverId, int holderVersion, DateTime finalAt, string what, string undone) =>
        undos.Offer(what, () => mediator.Send(new UndoHandover.Command(Guid.CreateVersion7(), handoverId, holderVersion)), _ => undone, finalAt);

    private static async Task<bool> OpenAsync<TDialog>(DialogService dialogs, string title, Guid customerId, Guid? conversationId) where TDialog : Microsoft.AspNetCore.Components.ComponentBase =>
        await dialogs.AskAsync<TDialog>(title, ("CustomerId", customerId), ("ConversationId", conversationId)) is true;
}
