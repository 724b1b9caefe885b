using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Lists;

/// <summary>Tells what a command about many rows came to.</summary>
internal static class BulkNotes
{
    /// <summary>Notes how many were done, and each reason why others were not.</summary>
    /// <param name="done">Says what was done, with a place for how many.</param>
    /// <param name="asked">How many rows it was about, when it may have been stopped before it came to all.</param>
    public static void Tell(this NotificationService notifications, BulkAnswer answer, string done, int? asked = null)
    {
        var refused = answer.Lines.Select(l => l.Refused).OfType<Error>().ToList();
        var left = (asked ?? answer.Lines.Count) - answer.Lines.Count;
        string?[] notes = [refused.Count == 0 ? null : Text.BulkRefused.With(refused.Count, Reasons(refused)), left == 0 ? null : Text.BulkStopped.With(left)];
        notifications.Notify(refused.Count + left == 0 ? NotificationSeverity.Success : NotificationSeverity.Warning, done.With(answer.Done), string.Join(Text.ListSeparator, notes.OfType<string>()));
    }

    /// <summary>What the undo bar says of an undo: how many were taken back, how many were not, and one of the reasons.</summary>
    /// <param name="undone">Says what was taken back, with a place for how many.</param>
    public static (string? Said, Error? Refused) Undone(this Result<BulkAnswer> answer, string undone)
    {
        if (!answer.Succeeded) return (null, answer.Errors[0]);
        var (done, refused) = (answer.Value.Done, answer.Value.Lines.Select(l => l.Refused).OfType<Error>().ToList());
        return refused is [var first, ..] ? (Text.UndonePart.With(undone.With(done), refused.Count), first) : (undone.With(done), null);
    }

    /// <summary>Offers to take back what was done with several rows.</summary>
    /// <inheritdoc cref="Undoing.Offer{T}"/>
    /// <param name="undone">Says what was taken back, with a place for how many.</param>
    public static void Offer(this Undos undos, string what, Func<Task<Result<BulkAnswer>>> send, string undone, DateTime? finalAt = null, Func<Task>? then = null) => undos.Offer(what, async () =>
    {
        var answer = await send();
        if (then is not null) await then();
        return answer.Undone(undone);
    }, finalAt);

    /// <summary>The rows that were left as they were: refused, or not come to.</summary>
    public static IReadOnlySet<Guid> Left(this BulkAnswer answer, IEnumerable<Guid> asked)
    {
        var left = asked.ToHashSet();
        left.ExceptWith(answer.Lines.Where(l => l.Refused is null).Select(l => l.Id));
        return left;
    }

    /// <summary>Notes why nothing was done.</summary>
    public static void Refuse(this NotificationService notifications, IReadOnlyList<Error> errors) => notifications.Notify(NotificationSeverity.Error, Reasons(errors));

    private static string Reasons(IEnumerable<Error> errors) => string.Join(Text.ListSeparator, errors.Select(ErrorTexts.Of).Distinct());
}
