using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>撤销吊销: within ten seconds a key opens again what it opened.</summary>
public static class RestoreApiKey
{
    /// <param name="Deed">The operation that revoked it.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, RevokeApiKey.Action)
    {
        protected override Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken) => Task.FromResult(Undo(deed));

        private Error? Undo(PastDeed deed)
        {
            var key = Change.Find<ApiKey>(deed.Id)!;
            if (key.RevokedAt is null) return Refusals.Undone;
            // Restored since, and revoked anew by somebody.
            if (key.RevokedAt != deed.At) return Refusals.BuiltOn;
            key.Restore();
            Change.Record("api_key.restored", key);
            return null;
        }
    }
}
