using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases;

/// <summary>What an operation did to one row, as the journal says it: for those who take it back, where no table remembers who did it and when.</summary>
internal static class PastDeed
{
    /// <summary>The row's id and when it was done (UTC), or why the sender cannot take the deed back any more.</summary>
    /// <param name="deed">The operation.</param>
    /// <param name="action">What it did.</param>
    public static async Task<(Guid Id, DateTime At, Error? Refused)> FindAsync(Change change, Guid deed, string action, CancellationToken cancellationToken)
    {
        var last = await change.Store.Operations.Where(o => o.Id == deed).Select(o => o.Sequence).FirstOrDefaultAsync(cancellationToken);
        var entry = await change.Store.AuditEntries.AsNoTracking().Where(e => e.Sequence == last && e.OperationId == deed && e.Action == action)
            .Select(e => new { e.ObjectId, e.ActorId, e.At }).FirstOrDefaultAsync(cancellationToken);
        if (entry is null) return (default, default, Error.NotFound("What was done"));
        return (entry.ObjectId, entry.At, entry.ActorId != change.Actor.Id ? Refusals.NotYours : change.Now > entry.At + UndoWindow.Length ? Refusals.Final : null);
    }
}
