using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Absences;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class AbsenceCommands
{
    public static readonly CommandCase[] All =
    [
        Of<PlanAbsence.Command>("plan it otherwise",
            denied: [Supervisor, Sales],
            invalid:
            [
                ("salesUserId", c => c with { SalesUserId = Guid.Empty }), ("from", c => c with { From = c.Until.AddYears(2), Until = c.Until.AddYears(2).AddDays(1) }),
                ("from", c => c with { From = c.From.AddDays(-1), Changes = null }), ("until", c => c with { Until = c.From }), ("until", c => c with { Until = c.From.AddDays(367) }),
                ("standInId", c => c with { StandInId = Guid.Empty }), ("standInId", c => c with { StandInId = c.SalesUserId }), ("standInId", c => c with { StandInId = Guid.AllBitsSet }),
                ("from", c => c with { Changes = null }),
            ],
            stale: c => c with { Changes = c.Changes! with { Version = 0 } }, overtaken: ErrorKind.Stale,
            does: ["absence.changed"]),

        Of<EndAbsence.Command>("end the absence",
            denied: [Supervisor, Sales],
            invalid: [("absenceId", c => c with { AbsenceId = Guid.Empty })],
            stale: c => c with { Version = c.Version - 1 }, overtaken: ErrorKind.Conflict,
            does: ["absence.ended"]),

        Of<UndoAbsence.Command>("undo that plan",
            denied: [Supervisor, Admin],
            invalid: [("absenceId", c => c with { AbsenceId = Guid.Empty })],
            stale: c => c with { Version = c.Version - 1 }, overtaken: ErrorKind.Conflict,
            does: ["absence.undone"]),

        Of<FollowAbsences.Command>("lend what is theirs",
            denied: [Admin],
            fieldless: "it does what absences ask for", unversioned: "what they ask for is asked when it runs",
            does: ["customer.transfer_assignment*", "ai_agent.lent"], counts: ["bindings +*", "lendings +*"]),
    ];
}
