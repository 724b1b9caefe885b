using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases.DataRequests;

namespace SalesOps.Console.Panels.Requests;

/// <summary>Opens the dialogs of requests about personal data.</summary>
internal static class RequestDialogs
{
    /// <summary>Answers what was filed; null when nothing was.</summary>
    public static async Task<DataRequestAnswer?> FileRequestAsync(this DialogService dialogs, Guid customerId, string customer) =>
        await dialogs.AskAsync<FileRequestDialog>(Text.RequestFile, (nameof(FileRequestDialog.CustomerId), customerId), (nameof(FileRequestDialog.Customer), customer)) as DataRequestAnswer;

    /// <summary>Answers what was refused; null when nothing was.</summary>
    public static async Task<DataRequestAnswer?> RefuseRequestAsync(this DialogService dialogs, SeenRequest seen) =>
        await dialogs.AskAsync<RefuseRequestDialog>(Text.RequestRefuse, (nameof(RefuseRequestDialog.Seen), seen)) as DataRequestAnswer;
}
