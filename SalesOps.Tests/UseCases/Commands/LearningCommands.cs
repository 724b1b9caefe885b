using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Learning;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class LearningCommands
{
    public static readonly CommandCase[] All =
    [
        Of<ChangePolicy.Command>("change a threshold",
            denied: [Ops, Sales],
            invalid:
            [
                ("kind", c => c with { Kind = (PolicyKind)9 }), ("slice.intent", c => c with { Slice = c.Slice with { Intent = "ask_nothing" } }),
                ("slice.language", c => c with { Slice = c.Slice with { Language = "fr" } }), ("value", c => c with { Value = 1.01 }), ("value", c => c with { Value = null }),
            ],
            stale: c => c with { Was = c.Was + 0.01 }, overtaken: ErrorKind.Stale,
            does: ["threshold.changed"]),

        Of<SavePlaybook.Command>("change the rules",
            denied: [Ops, Sales],
            invalid:
            [
                ("rules", c => c with { Rules = null! }), ("rules", c => c with { Rules = [c.Rules[0] with { Trigger = null! }] }),
                ("transitions[0].to", c => c with { Rules = [c.Rules[0] with { To = "nowhere" }, .. c.Rules.Skip(1)] }),
            ],
            stale: c => c with { Was = c.Was + 1 }, overtaken: ErrorKind.Stale,
            does: ["playbook.changed"]),

        Of<ExportCorrections.Command>("export corrections",
            denied: [Supervisor],
            invalid: [("days", c => c with { Days = 0 }), ("days", c => c with { Days = 100_000 })],
            unversioned: "whoever takes the set once more stands on the audit log once more",
            does: ["corrections.exported"]),
    ];
}
