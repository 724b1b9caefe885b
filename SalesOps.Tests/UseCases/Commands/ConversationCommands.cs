using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Faults;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class ConversationCommands
{
    public static readonly CommandCase[] All =
    [
        Of<ReceiveMessage.Command>("new customer, bound",
            denied: [Sales, Admin],
            invalid:
            [
                ("externalId", c => c with { ExternalId = "" }), ("messageId", c => c with { MessageId = "" }), ("text", c => c with { Text = new('x', 8_001) }),
                ("displayName", c => c with { DisplayName = "\n" }), ("sentAt", c => c with { SentAt = DateTime.UnixEpoch }),
                ("understanding.confidence", c => c with { Understanding = new(null, "first_contact", 1.1, [], "runtime-1") }),
                ("understanding.stage", c => c with { Understanding = new(null, "", 1, [], "runtime-1") }),
            ],
            unversioned: "a message is a row of its own, known by channel and message id", rival: c => Deed.Message("another", c.ExternalId, "m-3-too", "Giá?"),
            does: ["customer.created_and_assigned", "state_machine.applied"], counts: ["customers +1", "active_bindings +1", "bindings +1", "open_tasks +1"]),

        Of<ReplyToCustomer.Command>("the AI replies",
            denied: [Sales, Admin],
            invalid: [("messageId", c => c with { MessageId = "" }), ("text", c => c with { Text = "" }), ("holderVersion", c => c with { HolderVersion = 0 })],
            stale: c => c with { HolderVersion = c.HolderVersion - 1 }, overtaken: ErrorKind.Stale,
            rival: c => Deed.Of("a person takes over", _ => new TakeOverConversation.Command(Guid.AllBitsSet, c.ConversationId, c.HolderVersion, "risk"), console => console.As(Role.Admin)),
            does: ["message.sent"]),

        Of<HandOffConversation.Command>("the AI hands off",
            denied: [Sales, Admin],
            invalid:
            [
                ("handoffId", c => c with { HandoffId = "" }), ("holderVersion", c => c with { HolderVersion = 0 }), ("reason", c => c with { Reason = "because" }),
                ("notice", c => c with { Notice = null }), ("notice", c => c with { Notice = new('x', 8_001) }), ("noticeWaived", c => c with { NoticeWaived = true }),
            ],
            stale: c => c with { HolderVersion = c.HolderVersion - 1 }, overtaken: ErrorKind.Stale,
            rival: c => Deed.Of("a person takes over", _ => new TakeOverConversation.Command(Guid.AllBitsSet, c.ConversationId, c.HolderVersion, "risk"), console => console.As(Role.Admin)),
            does: ["customer.handed_off", "message.sent"], counts: ["open_tasks +1", "handovers +1", "running_takeovers +1"]),

        Of<TakeOverConversation.Command>("take over",
            denied: [Runtime, Stranger],
            invalid: [("reason", c => c with { Reason = "because" })],
            stale: c => c with { HolderVersion = c.HolderVersion - 1 }, overtaken: ErrorKind.Stale,
            does: ["customer.human_takeover"], counts: ["handovers +1", "running_takeovers +1"]),

        Of<HandBackConversation.Command>("hand back",
            denied: [Runtime, Stranger],
            invalid: [("reason", c => c with { Reason = "because" }), ("note", c => c with { Note = new('x', 501) })],
            stale: c => c with { HolderVersion = c.HolderVersion - 1 }, overtaken: ErrorKind.Stale,
            does: ["customer.hand_back"], counts: ["handovers +1", "running_takeovers -1"]),

        Of<HandBackConversations.Command>("hand many back",
            denied: [Runtime, Stranger],
            invalid:
            [
                ("conversations", c => c with { Conversations = [] }), ("conversations", c => c with { Conversations = [c.Conversations[0], c.Conversations[0]] }),
                ("reason", c => c with { Reason = "because" }),
            ],
            stale: c => c with { Conversations = [c.Conversations[0] with { HolderVersion = c.Conversations[0].HolderVersion - 1 }] }, overtaken: ErrorKind.Stale,
            does: ["customer.hand_back"], counts: ["handovers +1", "running_takeovers -1"]),

        Of<UndoHandBacks.Command>("undo the hand-backs",
            denied: [Runtime, Stranger, Admin],
            invalid: [("handBacks", c => c with { HandBacks = [] }), ("handBacks", c => c with { HandBacks = [c.HandBacks[0], c.HandBacks[0]] })],
            stale: c => c with { HandBacks = [c.HandBacks[0] with { HolderVersion = c.HandBacks[0].HolderVersion - 1 }] }, overtaken: ErrorKind.Conflict,
            does: ["customer.hand_back_undone"], counts: ["handovers -1", "running_takeovers +1"]),

        Of<UndoHandover.Command>("undo the takeover",
            denied: [Runtime, Stranger, Admin],
            invalid: [("handoverId", c => c with { HandoverId = Guid.Empty })],
            stale: c => c with { HolderVersion = c.HolderVersion - 1 }, overtaken: ErrorKind.Conflict,
            does: ["customer.takeover_undone"], counts: ["handovers -1", "running_takeovers -1"]),

        Of<MarkAnswered.Command>("mark answered",
            denied: [Runtime, Stranger],
            invalid: [("conversationId", c => c with { ConversationId = Guid.Empty })],
            stale: c => c with { LastInboundAt = c.LastInboundAt.AddMilliseconds(-1) }, overtaken: ErrorKind.Stale,
            rival: _ => Deed.Message("writes again", "hoang", "m-3-again", "Giá bao nhiêu?"),
            does: ["customer.answered"]),

        Of<UndoAnswered.Command>("undo the mark",
            denied: [Runtime, Stranger, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "the mark is named, and what was said since hinders it", overtaken: ErrorKind.Conflict,
            does: ["customer.answered_undone"]),

        Of<MarkCustomersAnswered.Command>("mark many answered",
            denied: [Runtime, Stranger],
            invalid: [("customers", c => c with { Customers = [] }), ("customers", c => c with { Customers = [.. c.Customers, .. c.Customers] })],
            stale: c => c with { Customers = [c.Customers[0] with { LastSeenAt = c.Customers[0].LastSeenAt.AddMilliseconds(-1) }] }, overtaken: ErrorKind.Stale,
            rival: _ => Deed.Message("writes again", "hoang", "m-3-again", "Giá bao nhiêu?"),
            does: ["customer.answered"]),

        Of<UndoAnswers.Command>("undo the marks",
            denied: [Runtime, Sales, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "the marks are named, and what was said since hinders them", overtaken: ErrorKind.Conflict,
            does: ["customer.answered_undone"]),
    ];
}
