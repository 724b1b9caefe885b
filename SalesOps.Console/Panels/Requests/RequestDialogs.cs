using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases.DataRequests;

namespace SalesOps.Console.Panels.Requests;

/// <summary>Opens the dialogs of requests about personal data.</summary>
internal static class RequestDialogs
{
    /// <summary>Answers what was filed; null when nothing was.</summary>
    public static Task<DataRequestAnswer?> FileRequestAsync(this DialogService dialogs, Guid customerId, string customer) => OpenAsync<FileRequestDialog>(dialogs, Text.RequestFile,
        (nameof(FileRequestDialog.CustomerId), customerId), (nameof(FileRequestDialog.Customer), customer));

    /// <summary>Answers what was refused; null when nothing was.</summary>
    public static Task<DataRequestAnswer?> RefuseRequestAsync(this DialogService dialogs, SeenRequest seen) => OpenAsync<RefuseRequestDialog>(dialogs, Text.RequestRefuse,
        (nameof(RefuseRequestDialog.Seen), seen));

    private static async Task<DataRequestAnswer?> OpenAsync<TDialog>(DialogService dialogs, string title, params (string Name, object Value)[] parameters) where TDialog : Microsoft.AspNetCore.Components.ComponentBase
    {
        var guard = new DialogGuard();
        var all = guard.Parameters;
        foreach (var (name, value) in parameters) all[name] = value;
        return await dialogs.OpenAsync<TDialog>(title, all, guard.Options) as DataRequestAnswer;
    }
}
