using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels;

/// <summary>Tells what a command about many rows came to.</summary>
internal static class BulkNotes
{
    /// <summary>Notes how many were done, and each reason why others were not.</summary>
    /// <param name="done">Says what was done, with a place for how many.</param>
    public static void Tell(this NotificationService notifications, BulkAnswer answer, string done)
    {
        var refused = answer.Lines.Select(l => l.Refused).OfType<Error>().ToList();
        notifications.Notify(refused.Count == 0 ? NotificationSeverity.Success : NotificationSeverity.Warning, done.With(answer.Done),
            refused.Count == 0 ? "" : Text.BulkRefused.With(refused.Count, Reasons(refused)));
    }

    /// <summary>Notes why nothing was done.</summary>
    public static void Refuse(this NotificationService notifications, IReadOnlyList<Error> errors) => notifications.Notify(NotificationSeverity.Error, Reasons(errors));

    private static string Reasons(IEnumerable<Error> errors) => string.Join(Text.ListSeparator, errors.Select(ErrorTexts.Of).Distinct());
}
