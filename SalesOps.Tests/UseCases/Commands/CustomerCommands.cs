using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class CustomerCommands
{
    public static readonly CommandCase[] All =
    [
        Of<EditCustomer.Command>("edit a customer",
            denied: [Runtime, Stranger],
            invalid: [("seen", c => c with { Seen = null! }), ("name", c => c with { Name = "\u200b" }), ("note", c => c with { Note = new('x', EditCustomer.LongestNote + 1) })],
            stale: c => c with { Seen = c.Seen with { Note = "what stood there before" } }, overtaken: ErrorKind.Stale,
            does: ["customer.edited"]),

        Of<UndoCustomerEdit.Command>("undo that",
            denied: [Runtime, Stranger, Admin],
            invalid: [("editId", c => c with { EditId = Guid.Empty })],
            unversioned: "an edit is undone once, and not when the customer was edited again", overtaken: ErrorKind.Conflict,
            does: ["customer.edit_undone"]),

        Of<OptOutCustomer.Command>("opt out",
            denied: [Runtime, Stranger],
            invalid:
            [
                ("channel", c => c with { Channel = (Channel)9 }), ("channel", c => c with { Channel = Channel.Zalo }), ("source", c => c with { Source = "hearsay" }),
                ("note", c => c with { Note = new('x', 501) }),
            ],
            unversioned: "what the customer said last stands, and it is not said twice", overtaken: ErrorKind.Conflict,
            does: ["customer.opted_out"]),

        Of<LiftOptOut.Command>("lift it",
            denied: [Sales],
            invalid:
            [
                ("channel", c => c with { Channel = (Channel)9 }), ("channel", c => c with { Channel = Channel.Facebook }), ("source", c => c with { Source = "legal_order" }),
                ("note", c => c with { Note = "\0" }),
            ],
            unversioned: "what the customer said last stands, and it is not said twice", overtaken: ErrorKind.Conflict,
            does: ["customer.opt_out_lifted"]),

        Of<UndoConsent.Command>("undo the lifting",
            denied: [Runtime, Stranger, Admin],
            invalid: [("consentId", c => c with { ConsentId = Guid.Empty })],
            unversioned: "it is undone once, and not when the customer said otherwise since", overtaken: ErrorKind.Conflict,
            does: ["customer.consent_undone"]),

        Of<NoteViewing.Command>("look at a customer",
            denied: [Runtime, Stranger],
            invalid: [("customerId", c => c with { CustomerId = Guid.Empty })],
            unversioned: "whoever looks is noted, whatever has changed",
            does: ["customer.viewed"]),

        Of<MergeCustomers.Command>("merge",
            denied: [Sales],
            invalid: [("customerId", c => c with { CustomerId = Guid.Empty }), ("otherId", c => c with { OtherId = c.CustomerId })],
            stale: c => c with { OtherAiAgentId = null }, overtaken: ErrorKind.NotFound,
            does: ["customer.absorbed", "customer.merged"], counts: ["customers -1", "active_bindings -1"]),

        Of<SeparateCustomers.Command>("separate",
            denied: [Sales],
            invalid: [("mergeId", c => c with { MergeId = Guid.Empty })],
            unversioned: "a merge is taken back once", overtaken: ErrorKind.Conflict,
            does: ["customer.separated", "customer.restored"], counts: ["customers +1", "active_bindings +1"]),

        Of<UndoSeparation.Command>("undo the separation",
            denied: [Sales, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is undone once, and not when one of both was given to another agent", overtaken: ErrorKind.Conflict,
            does: ["customer.absorbed", "customer.merged"], counts: ["customers -1", "active_bindings -1"]),

        Of<FileDataRequest.Command>("file a request",
            denied: [Sales],
            invalid:
            [
                ("customerId", c => c with { CustomerId = Guid.Empty }), ("kind", c => c with { Kind = (DataRequestKind)9 }), ("source", c => c with { Source = "hearsay" }),
                ("receivedAt", c => c with { ReceivedAt = DateTime.UnixEpoch }), ("receivedAt", c => c with { ReceivedAt = DateTime.MaxValue }), ("note", c => c with { Note = new('x', 501) }),
            ],
            unversioned: "a customer has one pending of a kind", overtaken: ErrorKind.Conflict,
            does: ["data_request.filed"]),

        Of<AnswerDataRequest.Command>("note the answer",
            denied: [Sales],
            invalid: [("seen", c => c with { Seen = null! }), ("seen", c => c with { Seen = c.Seen with { RequestId = Guid.Empty } })],
            stale: c => c with { Seen = c.Seen with { Version = 1 } }, overtaken: ErrorKind.Stale,
            does: ["data_request.answered"]),

        Of<RefuseDataRequest.Command>("refuse it",
            denied: [Sales],
            invalid: [("seen", c => c with { Seen = null! }), ("reason", c => c with { Reason = "because" })],
            stale: c => c with { Seen = c.Seen with { Version = 9 } }, overtaken: ErrorKind.Stale,
            does: ["data_request.refused"]),

        Of<UndoDataRequest.Command>("undo the refusal",
            denied: [Sales, Admin],
            invalid: [("seen", c => c with { Seen = null! })],
            stale: c => c with { Seen = c.Seen with { Version = 1 } }, overtaken: ErrorKind.Stale,
            does: ["data_request.undone"]),

        Of<WithdrawDataRequest.Command>("withdraw it",
            denied: [Sales],
            invalid: [("seen", c => c with { Seen = null! })],
            stale: c => c with { Seen = c.Seen with { Version = 9 } }, overtaken: ErrorKind.Stale,
            does: ["data_request.withdrawn"]),

        Of<EraseCustomer.Command>("erase a customer",
            denied: [Ops, Supervisor],
            invalid: [("reason", c => c with { Reason = "because" }), ("reason", c => c with { Reason = "retention" }), ("confirmation", c => c with { Confirmation = "00000000" })],
            unversioned: "nothing that was seen keeps somebody who is to be erased, and there is nothing left to erase twice", overtaken: ErrorKind.Conflict,
            does: ["customer.erased"], counts: ["active_bindings -1", "open_tasks -2"]),

        Of<EraseAgain.Command>("erase again after a restore",
            denied: [Admin],
            invalid: [("reason", c => c with { Reason = "because" })],
            unversioned: "whoever came back is to go, whatever was seen", overtaken: ErrorKind.Conflict,
            does: ["customer.erased"], counts: ["active_bindings -1", "open_tasks -1"]),

        Of<EraseSilentCustomer.Command>("erase who is silent",
            denied: [Admin],
            invalid: [("customerId", c => c with { CustomerId = Guid.Empty })],
            unversioned: "whether the customer is still silent is asked when it runs", overtaken: ErrorKind.Conflict,
            does: ["customer.erased"], counts: ["active_bindings -1", "open_tasks -3", "understanding_reviews -1"]),
    ];
}
