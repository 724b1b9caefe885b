using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases;

/// <summary>Takes back what an earlier operation did, of which the journal alone says who did it and when.</summary>
public interface ITakesBack : ICommand<Done>
{
    /// <summary>The operation that did it.</summary>
    Guid Deed { get; }
}

internal sealed class TakesBackValidator<T> : AbstractValidator<T> where T : ITakesBack
{
    public TakesBackValidator() => RuleFor(c => c.Deed).NotEmpty();
}

/// <summary>What all commands that take back ask first: that it was done, by the sender, and no longer ago than an undo is offered.</summary>
/// <param name="action">What the operation did last.</param>
internal abstract class TakingBack<T>(Change change, string action) : IRequestHandler<T, Result<Done>> where T : ITakesBack
{
    protected Change Change => change;

    public async Task<Result<Done>> Handle(T request, CancellationToken cancellationToken)
    {
        var last = await PastDeed.LastAsync(change, request.Deed, cancellationToken);
        if (await change.Store.AuditEntries.AsNoTracking().FirstOrDefaultAsync(e => e.Sequence == last && e.OperationId == request.Deed && e.Action == action, cancellationToken) is not { } entry)
            return Error.NotFound("What was done");
        if (PastDeed.Refuse(change, entry) is { } late) return late;
        return await UndoAsync(new PastDeed(change, entry), cancellationToken) is { } refused ? refused : Done.It;
    }

    /// <summary>Takes it back, or says what was built on it since.</summary>
    protected abstract Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken);
}

/// <summary>What an operation did to one row, as the journal says it.</summary>
internal sealed class PastDeed(Change change, AuditEntry entry)
{
    /// <summary>Why the sender cannot take back what the entry says; null when they can.</summary>
    public static Error? Refuse(Change change, AuditEntry entry) => entry.ActorId != change.Actor.Id ? Refusals.NotYours : change.Now > entry.At + UndoWindow.Length ? Refusals.Final : null;

    /// <summary>The number of the entry with which an operation ended; 0 when there was none.</summary>
    public static Task<long> LastAsync(Change change, Guid deed, CancellationToken cancellationToken) =>
        change.Store.Operations.Where(o => o.Id == deed).Select(o => o.Sequence).FirstOrDefaultAsync(cancellationToken);

    /// <summary>What an operation did with several rows, at most <see cref="Bulk.Most"/>: its entries stand one after another, and its row names the last.</summary>
    public static async Task<List<AuditEntry>> EntriesAsync(Change change, Guid deed, IReadOnlyCollection<string> actions, CancellationToken cancellationToken)
    {
        var last = await LastAsync(change, deed, cancellationToken);
        return await change.Store.AuditEntries.AsNoTracking()
            .Where(e => e.Sequence <= last && e.Sequence > last - Bulk.Most && e.OperationId == deed && actions.Contains(e.Action)).OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
    }

    /// <summary>The row's id.</summary>
    public Guid Id => entry.ObjectId;

    /// <summary>UTC.</summary>
    public DateTime At => entry.At;

    /// <summary>Makes a row what the deed found. False when the deed did not change it, or when it is not as the deed left it; it stays as it is then.</summary>
    public bool Revert(Guid id, object row) => new PastRows(change.Store.Model, row.GetType()).Revert(id, row, entry.Changes);

    /// <summary>Whether people did anything with the same since, also who did the deed; what the person it is about does is no such thing.</summary>
    public Task<bool> IsFollowedAsync(CancellationToken cancellationToken) => Later.AnyAsync(e => e.ActorId != entry.ObjectId, cancellationToken);

    /// <summary>Whether the same was done anew since: that is another deed, with an undo of its own.</summary>
    public Task<bool> IsRepeatedAsync(CancellationToken cancellationToken) => Later.AnyAsync(e => e.Action == entry.Action, cancellationToken);

    private IQueryable<AuditEntry> Later => change.Store.AuditEntries.Where(e => e.ActorKind == ActorKind.Human && e.Sequence > entry.Sequence && e.ObjectId == entry.ObjectId);

    /// <summary>Whether somebody else did something with the same since; what the person it is about does is no such thing.</summary>
    public Task<bool> IsTouchedAsync(CancellationToken cancellationToken) => Later.AnyAsync(e => e.ActorId != entry.ActorId && e.ActorId != entry.ObjectId, cancellationToken);
}
