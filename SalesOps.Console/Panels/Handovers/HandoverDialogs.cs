using Radzen;
using SalesOps.Console.Resources;

namespace SalesOps.Console.Panels.Handovers;

/// <summary>Opens the dialogs by which a conversation changes hands; true when it did.</summary>
internal static class HandoverDialogs
{
    /// <param name="conversationId">Null to choose one of the customer's.</param>
    public static Task<bool> TakeOverAsync(this DialogService dialogs, Guid customerId, Guid? conversationId) =>
        OpenAsync<TakeOverDialog>(dialogs, Text.TakeOverTitle, customerId, conversationId);

    public static Task<bool> HandBackAsync(this DialogService dialogs, Guid customerId, Guid conversationId) =>
        OpenAsync<HandBackDialog>(dialogs, Text.HandBackTitle, customerId, conversationId);

    private static async Task<bool> OpenAsync<TDialog>(DialogService dialogs, string title, Guid customerId, Guid? conversationId) where TDialog : Microsoft.AspNetCore.Components.ComponentBase
    {
        var guard = new DialogGuard();
        var parameters = guard.Parameters;
        (parameters["CustomerId"], parameters["ConversationId"]) = (customerId, conversationId);
        return await dialogs.OpenAsync<TDialog>(title, parameters, guard.Options) is true;
    }
}
