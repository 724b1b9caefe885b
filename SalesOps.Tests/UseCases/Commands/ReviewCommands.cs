using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class ReviewCommands
{
    public static readonly CommandCase[] All =
    [
        Of<ApproveReview.Command>("approve",
            denied: [Ops, Sales],
            invalid: [("seen", c => c with { Seen = null! })],
            stale: c => c with { Seen = c.Seen with { Version = c.Seen.Version - 1 } }, overtaken: ErrorKind.Conflict,
            does: ["review.approved", "state_machine.applied"], counts: ["open_tasks -1", "understanding_reviews -1"]),

        Of<CorrectReview.Command>("correct",
            denied: [Ops, Sales],
            invalid:
            [
                ("seen", c => c with { Seen = null! }), ("intent", c => c with { Intent = "ask_nothing" }), ("stage", c => c with { Stage = "" }),
                ("target", c => c with { Target = "nowhere" }), ("target", c => c with { Target = "converted" }), ("note", c => c with { Note = new('x', 501) }),
            ],
            stale: c => c with { Seen = c.Seen with { State = "discovery" } }, overtaken: ErrorKind.Conflict,
            does: ["review.corrected"], counts: ["open_tasks -1", "understanding_reviews -1"]),

        Of<RejectReview.Command>("reject",
            denied: [Ops, Sales],
            invalid:
            [
                ("seen", c => c with { Seen = null! }), ("reason", c => c with { Reason = "because" }), ("nextStep", c => c with { NextStep = (NextStep)9 }),
                ("note", c => c with { Reason = "other", Note = " " }),
            ],
            stale: c => c with { Seen = c.Seen with { Version = c.Seen.Version - 1 } }, overtaken: ErrorKind.Conflict,
            does: ["review.rejected", "task.created"], counts: ["understanding_reviews -1"]),

        Of<TakeOverReview.Command>("take a case over",
            denied: [Ops, Sales],
            invalid: [("seen", c => c with { Seen = null! })],
            stale: c => c with { Seen = c.Seen with { Version = c.Seen.Version - 1 } }, overtaken: ErrorKind.Conflict,
            does: ["review.taken_over", "customer.human_takeover"], counts: ["open_tasks -1", "understanding_reviews -1", "handovers +1", "running_takeovers +1"]),

        Of<DecideReviews.Command>("decide many",
            denied: [Ops, Sales],
            invalid:
            [
                ("reviews", c => c with { Reviews = [] }), ("reviews", c => c with { Reviews = [c.Reviews[0], c.Reviews[0]] }),
                ("reason", c => c with { Rejection = new("because", NextStep.AiAgain) }), ("note", c => c with { Rejection = new("other", NextStep.AiAgain) }),
            ],
            stale: c => c with { Reviews = [c.Reviews[0] with { Version = 0 }, c.Reviews[1] with { State = "discovery" }] }, overtaken: ErrorKind.Conflict,
            does: ["review.approved", "state_machine.applied", "review.approved", "state_machine.applied"], counts: ["open_tasks -2", "understanding_reviews -2"]),

        Of<UndoDecision.Command>("undo",
            denied: [Ops, Admin],
            invalid: [("decisionId", c => c with { DecisionId = Guid.Empty })],
            unversioned: "a decision is undone once, and not when something was built on it", overtaken: ErrorKind.Conflict,
            does: ["review.undone"], counts: ["open_tasks +1", "understanding_reviews +1"]),

        Of<ReleaseReview.Command>("an opinion", apart: Deed.Of("release", Held, console => console.As(Role.Supervisor)),
            denied: [Ops, Sales],
            invalid: [("holderId", c => c with { HolderId = Guid.Empty })],
            stale: c => c with { HolderId = Guid.AllBitsSet }, overtaken: ErrorKind.Conflict,
            does: ["review.released"]),
    ];

    /// <summary>An admin looks at the case, whom a supervisor takes it from.</summary>
    private static ReleaseReview.Command Held(TestConsole console)
    {
        var (seen, holder) = (console.Seen("risky"), console.As(Role.Admin).SalesUserId!.Value);
        console.Services.GetRequiredService<ClaimBoard>().Take(seen.ReviewId, seen.Version, holder, new object());
        return new(Guid.CreateVersion7(), seen.ReviewId, holder);
    }
}
