using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.UseCases.Counters;

/// <summary>A counter's number for everyone after an audit entry or at a time: its rows rebuilt from the journal and counted by its definition.</summary>
public static class GetCounterAsItWas
{
    /// <param name="Code">The counter's code.</param>
    /// <param name="Sequence">The last audit entry that counts; null when <paramref name="At"/> says.</param>
    /// <param name="At">The last moment that counts; UTC.</param>
    public sealed record Query(string Code, long? Sequence = null, DateTime? At = null) : IQuery<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Sequence">The last audit entry that is included; 0 before the first.</param>
    /// <param name="At">When that was; UTC; null before the first.</param>
    public sealed record Answer(long Value, long Sequence, DateTime? At);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Code).Must(code => Model.Counters.All.Any(c => c.Code == code)).WithMessage("There is no such counter.");
            RuleFor(q => q.Sequence).Must((q, sequence) => sequence is null != q.At is null).WithMessage("Either a sequence number or a time must be given.");
        }
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores) : IRequestHandler<Query, Result<Answer>>
    {
        // The journal may be long, and SQLite reads on the thread that asks.
        public Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken) => Task.Run(() => Rebuild(request, cancellationToken), cancellationToken);

        private Result<Answer> Rebuild(Query request, CancellationToken cancellationToken)
        {
            using var store = stores.CreateDbContext();
            var counter = Model.Counters.All.Single(c => c.Code == request.Code);
            var last = store.AuditEntries.Where(a => request.Sequence != null ? a.Sequence <= request.Sequence : a.At <= request.At).OrderByDescending(a => a.Sequence)
                .Select(a => new { a.Sequence, a.At }).FirstOrDefault();
            if (last is null) return new Answer(0, 0, null);
            var rows = new PastRows(store.Model, counter.Entity);
            foreach (var changes in store.AuditEntries.Where(a => a.Sequence <= last.Sequence).OrderBy(a => a.Sequence).Select(a => a.Changes))
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Apply(changes);
            }
            var value = 0L;
            foreach (var row in rows.Of(counter.Entity))
                counter.Count(row, 1, (_, key, one) => value += key == Counter.Everyone ? one : 0);
            return new Answer(value, last.Sequence, last.At);
        }
    }
}
