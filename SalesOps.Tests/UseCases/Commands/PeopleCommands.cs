using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Faults;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class PeopleCommands
{
    private static readonly byte[] Hash = [.. Enumerable.Repeat((byte)99, 32)];

    public static readonly CommandCase[] All =
    [
        Of<OpenSetup.Command>("open setup",
            denied: [Runtime, Admin],
            invalid: [("tokenHash", c => c with { TokenHash = [] })],
            unversioned: "the last link is the one that works", rival: c => Deed.Of("another start", _ => c with { OperationId = Guid.AllBitsSet, TokenHash = Hash }),
            does: ["store.setup_opened"]),

        Of<CreateFirstAdmin.Command>("first admin",
            denied: [Runtime, Admin],
            invalid:
            [
                ("tokenHash", c => c with { TokenHash = null! }), ("name", c => c with { Name = "" }), ("email", c => c with { Email = "admin" }),
                ("passwordHash", c => c with { PasswordHash = "" }),
            ],
            unversioned: "the link works once, while there is nobody", overtaken: ErrorKind.NotFound,
            does: ["sales_user.first_admin_created"], counts: ["sales_users +1"]),

        Of<InviteSalesUser.Command>("invite",
            denied: [Ops, Supervisor],
            invalid:
            [
                ("name", c => c with { Name = "two\nlines" }), ("name", c => c with { Name = "\u200B\u2060" }), ("email", c => c with { Email = "" }), ("email", c => c with { Email = "ADMIN@example.com " }),
                ("role", c => c with { Role = (Role)9 }), ("tokenHash", c => c with { TokenHash = [1] }),
            ],
            unversioned: "it adds a row, and nobody else has the e-mail address", overtaken: ErrorKind.Invalid,
            does: ["sales_user.invited"], counts: ["sales_users +1"]),

        Of<UndoInvitation.Command>("take the invitation back",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "the person is gone once, and not when the link was used or anything is theirs", overtaken: ErrorKind.Conflict,
            does: ["sales_user.invitation_undone"]),

        Of<RenewInvitation.Command>("renew invitation",
            denied: [Ops, Supervisor],
            invalid: [("salesUserId", c => c with { SalesUserId = Guid.Empty }), ("tokenHash", c => c with { TokenHash = [1] })],
            unversioned: "the last link is the one that works", rival: c => Deed.Of("another admin", _ => c with { OperationId = Guid.AllBitsSet, TokenHash = Hash }),
            does: ["sales_user.invitation_renewed"]),

        Of<AcceptInvitation.Command>("accept invitation",
            denied: [Runtime, Admin],
            invalid: [("tokenHash", c => c with { TokenHash = [1] }), ("passwordHash", c => c with { PasswordHash = "" })],
            unversioned: "the link works once", overtaken: ErrorKind.NotFound,
            does: ["account.invitation_accepted"]),

        Of<SaveAccount.Command>("failed sign-in",
            denied: [Admin],
            invalid: [("account", c => c with { Account = null! }), ("action", c => c with { Action = "" }), ("action", c => c with { Action = "Signed in" })],
            stale: c => c with { Before = null }, overtaken: ErrorKind.Stale,
            does: ["account.sign_in_failed"]),

        Of<EditSalesUser.Command>("rename a person",
            denied: [Ops, Supervisor],
            invalid: [("name", c => c with { Name = "" }), ("name", c => c with { Name = "\u200B\u2060" }), ("email", c => c with { Email = "nobody" }), ("email", c => c with { Email = "ADMIN@example.com" }), ("role", c => c with { Role = (Role)9 }), ("role", c => c with { Role = Role.Ops })],
            stale: c => c with { Version = c.Version - 1 }, overtaken: ErrorKind.Stale,
            does: ["sales_user.updated"]),

        Of<SetAvailability.Command>("say that a person is away",
            denied: [Runtime, Ops, Supervisor, Stranger],
            invalid: [("salesUserId", c => c with { SalesUserId = Guid.Empty }), ("isAway", c => c with { IsAway = false })],
            stale: c => c with { Seen = DateTime.UnixEpoch }, overtaken: ErrorKind.Stale,
            does: ["sales_user.availability"]),

        Of<UndoAvailability.Command>("undo the word",
            denied: [Runtime, Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is undone once, and not when it was set anew", overtaken: ErrorKind.Conflict,
            does: ["sales_user.availability_undone"]),

        Of<UndoPersonEdit.Command>("undo the renaming",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is undone once, and not when the person was changed again", overtaken: ErrorKind.Conflict,
            does: ["sales_user.edit_undone"]),

        Of<DisableSalesUser.Command>("disable a person",
            denied: [Ops, Supervisor],
            invalid:
            [
                ("agents", c => c with { Agents = [.. c.Agents!, .. c.Agents!] }), ("agents", c => c with { Agents = [c.Agents![0] with { SalesUserId = c.SalesUserId }] }),
            ],
            stale: c => c with { Agents = [] }, overtaken: ErrorKind.Conflict,
            does: ["customer.transfer_assignment*", "ai_agent.updated", "sales_user.disabled"], counts: ["sales_users -1", "bindings +*"]),

        Of<GiveAgentsAway.Command>("give agents away",
            denied: [Ops, Supervisor],
            invalid:
            [
                ("agents", c => c with { Agents = [] }), ("agents", c => c with { Agents = [.. c.Agents, .. c.Agents] }), ("agents", c => c with { Agents = [c.Agents[0] with { SalesUserId = c.SalesUserId }] }),
            ],
            stale: c => c with { Agents = [c.Agents[0] with { AiAgentId = Guid.AllBitsSet }] }, overtaken: ErrorKind.Conflict,
            does: ["ai_agent.updated"], counts: []),

        Of<UndoGivenAgents.Command>("take them back",
            denied: [Supervisor, Admin],
            invalid: [("edits", c => c with { Edits = [] }), ("edits", c => c with { Edits = [.. c.Edits, .. c.Edits] })],
            unversioned: "each is undone once, and none when an agent was edited again", overtaken: ErrorKind.Conflict,
            does: ["ai_agent.edit_undone"]),

        Of<GiveRestAway.Command>("give the rest away",
            denied: [Ops, Supervisor],
            invalid: [("heirId", c => c with { HeirId = Guid.Empty }), ("heirId", c => c with { HeirId = c.SalesUserId }), ("heirId", c => c with { HeirId = Guid.AllBitsSet }), ("seen", c => c with { Seen = null! })],
            stale: c => c with { Seen = DisableSalesUser.Rest.None }, overtaken: ErrorKind.Conflict,
            does: ["task.given", "sales_user.rest_given"]),

        Of<UndoDeparture.Command>("undo it",
            denied: [Supervisor, Admin],
            invalid: [("departureId", c => c with { DepartureId = Guid.Empty })],
            unversioned: "it is undone once, and not when the person or the agents were edited again", overtaken: ErrorKind.Conflict,
            does: ["customer.transfer_undone*", "ai_agent.edit_undone", "sales_user.enabled"], counts: ["sales_users +1", "bindings -*"]),

        Of<EnableSalesUser.Command>("enable a person",
            denied: [Ops, Supervisor],
            invalid: [("salesUserId", c => c with { SalesUserId = Guid.Empty })],
            unversioned: "who is active is not enabled again", overtaken: ErrorKind.Conflict,
            does: ["sales_user.enabled"], counts: ["sales_users +1"]),

        Of<UndoEnabling.Command>("undo the enabling",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is undone once, and not when the person was changed or given something", overtaken: ErrorKind.Conflict,
            does: ["sales_user.enabling_undone"], counts: ["sales_users -1"]),

        Of<SuspendAccount.Command>("suspend an account",
            denied: [Ops, Supervisor],
            invalid: [("salesUserId", c => c with { SalesUserId = Guid.Empty })],
            unversioned: "who is suspended is not suspended again", overtaken: ErrorKind.Conflict,
            does: ["account.suspended"], counts: []),

        Of<UndoSuspension.Command>("undo the suspension",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is undone once, and not when another suspended, changed or invited the person", overtaken: ErrorKind.Conflict,
            does: ["account.suspension_undone"]),

        Of<ResumeAccount.Command>("resume an account",
            denied: [Ops, Supervisor],
            invalid: [("salesUserId", c => c with { SalesUserId = Guid.Empty })],
            unversioned: "who is not suspended is not resumed", overtaken: ErrorKind.Conflict,
            does: ["account.resumed"], counts: []),

        Of<UndoResume.Command>("undo the resuming",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "it is undone once, and not when another changed or invited the person", overtaken: ErrorKind.Conflict,
            does: ["account.resume_undone"]),
    ];
}
