using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Tasks;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class TaskCommands
{
    public static readonly CommandCase[] All =
    [
        Of<AddTask.Command>("add a task",
            denied: [Runtime, Sales with { As = ErrorKind.Invalid }],
            invalid:
            [
                ("customerId", c => c with { CustomerId = Guid.Empty }), ("customerId", c => c with { CustomerId = Guid.AllBitsSet }), ("kind", c => c with { Kind = TaskKind.Review }),
                ("salesUserId", c => c with { SalesUserId = Guid.Empty }), ("salesUserId", c => c with { SalesUserId = Guid.AllBitsSet }),
                ("dueAt", c => c with { DueAt = DateTime.UnixEpoch }), ("note", c => c with { Note = " " }), ("note", c => c with { Note = "\u200B\u2060" }),
            ],
            unversioned: "it adds a row, and two may be alike",
            does: ["task.created"], counts: ["open_tasks +1"]),

        Of<AddTasks.Command>("add tasks for many",
            denied: [Runtime, Stranger],
            invalid:
            [
                ("customerIds", c => c with { CustomerIds = [] }), ("customerIds", c => c with { CustomerIds = [.. c.CustomerIds, .. c.CustomerIds] }), ("kind", c => c with { Kind = TaskKind.Review }),
                ("salesUserId", c => c with { SalesUserId = Guid.AllBitsSet }), ("dueAt", c => c with { DueAt = DateTime.UnixEpoch }), ("note", c => c with { Note = " " }),
            ],
            unversioned: "it adds rows, and two may be alike",
            does: ["task.created*"], counts: ["open_tasks +2"]),

        Of<PostponeTasks.Command>("postpone it",
            denied: [Runtime, Stranger],
            invalid: [("tasks", c => c with { Tasks = [] }), ("dueAt", c => c with { DueAt = DateTime.UnixEpoch })],
            stale: c => c with { Tasks = [c.Tasks[0] with { DueAt = c.DueAt }] }, overtaken: ErrorKind.Stale,
            does: ["task.postponed"]),

        Of<GiveTasks.Command>("give it away",
            denied: [Runtime, Sales],
            invalid: [("tasks", c => c with { Tasks = [c.Tasks[0], c.Tasks[0]] }), ("salesUserId", c => c with { SalesUserId = Guid.Empty }), ("salesUserId", c => c with { SalesUserId = Guid.AllBitsSet })],
            stale: c => c with { Tasks = [c.Tasks[0] with { SalesUserId = null }] }, overtaken: ErrorKind.Stale,
            does: ["task.given"]),

        Of<UndoTasks.Command>("take it back",
            denied: [Runtime, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "a task that is not as the deed left it stays as it is", overtaken: ErrorKind.Conflict,
            does: ["task.change_undone"]),

        Of<FinishTasks.Command>("finish it",
            denied: [Runtime, Stranger],
            invalid: [("tasks", c => c with { Tasks = [] })],
            stale: c => c with { Tasks = [c.Tasks[0] with { SalesUserId = null }] }, overtaken: ErrorKind.Stale,
            does: ["task.finished"], counts: ["open_tasks -1"]),

        Of<ReopenTasks.Command>("reopen it",
            denied: [Runtime, Stranger],
            invalid: [("tasks", c => c with { Tasks = [] })],
            stale: c => c with { Tasks = [c.Tasks[0] with { Status = WorkTaskStatus.Cancelled }] }, overtaken: ErrorKind.Stale,
            does: ["task.reopened"], counts: ["open_tasks +1"]),

        Of<EscalateTasks.Command>("hand overdue tasks on",
            denied: [Admin],
            fieldless: "it hands on whatever is overdue", unversioned: "what is overdue is asked when it runs", overtaken: ErrorKind.Conflict,
            does: ["task.escalated*"]),
    ];
}
