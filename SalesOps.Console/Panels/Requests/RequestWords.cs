using Microsoft.AspNetCore.Components;
using SalesOps.Console.Shell;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.Model;

namespace SalesOps.Console.Panels.Requests;

/// <summary>Requests about personal data in the page's language.</summary>
internal static class RequestWords
{
    /// <summary>Where a request stands.</summary>
    /// <param name="reason">Why it was refused, as a code; null otherwise.</param>
    public static RenderFragment Mark(DataRequestStatus status, string? reason) => Tag.Of(
        status switch { DataRequestStatus.Open => TagKind.Warn, DataRequestStatus.Answered => TagKind.Accent, DataRequestStatus.Completed => TagKind.Ok, _ => TagKind.Plain },
        Labels.OrCode("DataRequestStatus", status.Code()), reason is null ? null : Labels.OrCode("RefuseReason", reason));
}
