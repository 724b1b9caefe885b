using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class AgentCommands
{
    public static readonly CommandCase[] All =
    [
        Of<AddAiAgent.Command>("add agent",
            denied: [Supervisor, Sales],
            invalid:
            [
                ("name", c => c with { Name = " " }), ("name", c => c with { Name = "\u200B\u2060" }), ("ownerId", c => c with { OwnerId = Guid.Empty }), ("ownerId", c => c with { OwnerId = Guid.AllBitsSet }),
                ("language", c => c with { Language = "fr" }), ("channels", c => c with { Channels = [] }), ("capacity", c => c with { Capacity = 0 }),
                ("caps", c => c with { Caps = [new(Channel.Facebook, 1)] }), ("caps", c => c with { Caps = [new(Channel.Zalo, 0)] }),
            ],
            unversioned: "it adds a row, and no other has its name", overtaken: ErrorKind.Invalid,
            does: ["ai_agent.created"], counts: ["ai_agents +1"]),

        Of<UndoAddedAgent.Command>("take that back",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is gone once, and not when somebody was bound to it or it was edited", overtaken: ErrorKind.Conflict,
            does: ["ai_agent.adding_undone"], counts: ["ai_agents -1"]),

        Of<EditAiAgent.Command>("edit an agent",
            denied: [Supervisor, Sales],
            invalid:
            [
                ("name", c => c with { Name = new('x', 101) }), ("name", c => c with { Name = "\u200B\u2060" }), ("name", c => c with { Name = "ai sales a" }), ("ownerId", c => c with { OwnerId = Guid.AllBitsSet }),
                ("language", c => c with { Language = "" }), ("channels", c => c with { Channels = [Channel.Zalo, Channel.Zalo] }), ("capacity", c => c with { Capacity = -1 }),
                ("caps", c => c with { Caps = [new(Channel.Telegram, c.Capacity + 1)] }), ("caps", c => c with { Caps = [new(Channel.Telegram, 1), new(Channel.Telegram, 2)] }),
                ("status", c => c with { Status = (AgentStatus)9 }), ("choice", c => c with { Choice = StrandedChoice.Stay }),
            ],
            stale: c => c with { Version = c.Version - 1 }, overtaken: ErrorKind.Stale,
            does: ["ai_agent.updated"]),

        Of<UndoAgentEdit.Command>("undo the edit",
            denied: [Supervisor, Admin],
            invalid: [("editId", c => c with { EditId = Guid.Empty })],
            unversioned: "an edit is undone once, and not when the agent was edited again", overtaken: ErrorKind.Conflict,
            does: ["ai_agent.edit_undone"]),

        Of<FollowAgentEdits.Command>("let customers follow",
            denied: [Admin],
            fieldless: "it sends whoever has yet to follow an edit", unversioned: "who has is asked when it runs",
            does: ["customer.transfer_assignment*", "ai_agent.edit_followed"], counts: ["bindings +*"]),
    ];
}
