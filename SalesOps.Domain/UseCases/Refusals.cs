using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases;

/// <summary>Reasons that several commands give.</summary>
internal static class Refusals
{
    public static readonly Error Erased = Error.Conflict("The customer's personal data was erased.", "erased");
    public static readonly Error MessageId = new(ErrorKind.Reused, "The channel has a message with this id.", Code: "message_id");
    public static readonly Error TaskEnded = Error.Conflict("The task is not open.", "task_ended");
    public static readonly Error Undone = Error.Conflict("It is undone already.", "undone");
    public static readonly Error Final = Error.Conflict("It is final.", "final");
    public static readonly Error BuiltOn = Error.Conflict("Something happened since that builds on it.", "built_on");
    public static readonly Error Following = Error.Conflict("Customers still follow an edit of the AI agent.", "following");
    public static readonly Error NotYours = new(ErrorKind.Forbidden, "Only who did it can undo it.");

    /// <summary>Why the sender cannot take the deed back any more; null when they can.</summary>
    public static Error? Undoing(Change change, IUndoable deed) =>
        deed.ById != change.Actor.Id ? NotYours : deed.UndoneAt is not null ? Undone : change.Now > deed.FinalAt ? Final : null;
}
