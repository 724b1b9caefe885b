using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Faults;
using static SalesOps.Tests.UseCases.Commands.CommandCase;
using static SalesOps.Tests.UseCases.Commands.Denied;

namespace SalesOps.Tests.UseCases.Commands;

internal static class SettingCommands
{
    private static readonly byte[] Hash = [.. Enumerable.Repeat((byte)99, 32)];

    public static readonly CommandCase[] All =
    [
        Of<ChangeSetting.Command>("set hours",
            denied: [Ops, Supervisor],
            invalid:
            [
                ("kind", c => c with { Kind = (SettingKind)99 }), ("value", c => c with { Value = "" }), ("value", c => c with { Value = "mon 12:00-08:00" }), ("value", c => c with { Value = c.Was }),
                ("aiAgentId", c => c with { AiAgentId = Guid.AllBitsSet }), ("aiAgentId", c => c with { AiAgentId = Guid.AllBitsSet, Kind = SettingKind.RetentionDays, Value = "30" }),
            ],
            stale: c => c with { Was = "mon 08:00-12:00" }, overtaken: ErrorKind.Stale,
            does: ["settings.changed"]),

        Of<CreateApiKey.Command>("api key",
            denied: [Ops, Supervisor],
            invalid:
            [
                ("name", c => c with { Name = "" }), ("name", c => c with { Name = "\u200B\u2060" }), ("keyHash", c => c with { KeyHash = null! }), ("prefix", c => c with { Prefix = "" }), ("scopes", c => c with { Scopes = [] }),
                ("scopes", c => c with { Scopes = [(ApiScope)9] }), ("scopes", c => c with { Scopes = [ApiScope.Messages, ApiScope.Messages] }),
            ],
            unversioned: "it adds a row; keys are told apart by what they begin with", rival: c => Deed.Of("another", _ => c with { OperationId = Guid.AllBitsSet, KeyHash = Hash }),
            does: ["api_key.created"]),

        Of<NoteKeyUses.Command>("note a key's use",
            denied: [Runtime, Admin],
            invalid: [("uses", c => c with { Uses = [] })],
            unversioned: "of two uses the later one stands", overtaken: ErrorKind.Conflict,
            does: ["api_key.used"]),

        Of<RevokeApiKey.Command>("revoke a key",
            denied: [Ops, Supervisor],
            invalid: [("apiKeyId", c => c with { ApiKeyId = Guid.Empty })],
            unversioned: "a key is revoked once", overtaken: ErrorKind.Conflict,
            does: ["api_key.revoked"]),

        Of<RestoreApiKey.Command>("let it open again",
            denied: [Supervisor, Admin],
            invalid: [("deed", c => c with { Deed = Guid.Empty })],
            unversioned: "a revocation is undone once, by who revoked", overtaken: ErrorKind.Conflict,
            does: ["api_key.restored"]),
    ];
}
