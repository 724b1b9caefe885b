using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Panels.Assignments;

/// <summary>Opens the dialog by which customers go to another agent.</summary>
internal static class TransferDialogs
{
    /// <summary>True when at least one was transferred.</summary>
    public static async Task<bool> TransferAsync(this DialogService dialogs, IReadOnlyList<TransferCustomers.Seen> customers)
    {
        var guard = new DialogGuard();
        var parameters = guard.Parameters;
        parameters[nameof(TransferDialog.Customers)] = customers;
        return await dialogs.OpenAsync<TransferDialog>(Text.TransferTitle, parameters, guard.Options) is true;
    }
}
