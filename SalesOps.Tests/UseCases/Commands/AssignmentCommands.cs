using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Assignments;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class AssignmentCommands
{
    public static readonly CommandCase[] All =
    [
        Of<MoveUnansweredCustomers.Command>("move on from who is silent",
            denied: [Runtime, Admin],
            fieldless: "it looks for who waits itself",
            unversioned: "it reads what it moves", overtaken: ErrorKind.Conflict,
            does: ["task.created"], counts: ["open_tasks +1"]),

        Of<BindWaitingCustomers.Command>("bind waiting",
            denied: [Admin],
            fieldless: "it binds whoever waits", unversioned: "who waits is asked when it runs", overtaken: ErrorKind.Conflict,
            does: ["customer.assigned", "customer.assigned"], counts: ["unbound_customers -2", "active_bindings +2", "bindings +2"]),

        Of<MoveLeavingCustomers.Command>("move who leaves",
            denied: [Admin],
            fieldless: "it moves whoever is to leave", unversioned: "who leaves is asked when it runs", overtaken: ErrorKind.Conflict,
            does: ["customer.transfer_assignment"], counts: ["bindings +1"]),

        Of<TransferCustomers.Command>("transfer",
            denied: [Sales],
            invalid: [("customers", c => c with { Customers = [] }), ("aiAgentId", c => c with { AiAgentId = Guid.AllBitsSet }), ("reason", c => c with { Reason = "because" })],
            stale: c => c with { Customers = [c.Customers[0] with { AiAgentId = null }] }, overtaken: ErrorKind.Conflict,
            does: ["customer.transfer_assignment"], counts: ["bindings +1", "handovers +1"]),

        Of<UndoTransfer.Command>("undo the transfer",
            denied: [Sales, Admin],
            invalid: [("assignments", c => c with { Assignments = [] }), ("assignments", c => c with { Assignments = [c.Assignments[0], c.Assignments[0]] })],
            unversioned: "what it undoes is gone afterwards, and not when the customer was moved again", overtaken: ErrorKind.Conflict,
            does: ["customer.transfer_undone"], counts: ["bindings -1", "handovers -1"]),

        Of<RebalanceCustomers.Command>("rebalance",
            denied: [Sales],
            invalid: [("moves", c => c with { Moves = [] }), ("moves", c => c with { Moves = [c.Moves[0] with { To = Guid.AllBitsSet }] }), ("reason", c => c with { Reason = "" })],
            stale: c => c with { Moves = [c.Moves[0] with { From = Guid.AllBitsSet }] }, overtaken: ErrorKind.Conflict,
            does: ["customer.transfer_assignment"], counts: ["bindings +1", "handovers +1"]),
    ];
}
