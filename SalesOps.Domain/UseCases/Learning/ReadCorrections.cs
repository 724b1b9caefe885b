using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Understandings;
using Outcome = SalesOps.Domain.Model.Learning.Outcome;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>The labelled set of an export: what was read, and what people made of it, without what points at a person.</summary>
public static class ReadCorrections
{
    /// <summary>From so many of the newest messages it is learnt which words are common.</summary>
    private const int Heard = 50_000;

    public sealed record Query(Guid ExportId) : IQuery<IAsyncEnumerable<Labelled>>
    {
        public static Access Access => Access.Admins;
    }

    /// <summary>One reading that people judged.</summary>
    /// <param name="Text">With <c>▢</c> in place of what is not common.</param>
    /// <param name="Label">What is right; null when it was rejected without saying so.</param>
    /// <param name="Outcome"><c>approved</c>, <c>corrected</c> or <c>rejected</c>.</param>
    /// <param name="Weight">How many readings it stands for: the inverse of the chance that somebody looked.</param>
    public sealed record Labelled(string Text, string? Language, string Channel, Said Read, string Producer, double Confidence, IReadOnlyList<string> Risks,
        Said? Label, string Outcome, string? Reason, double Weight, DateOnly Day);

    public sealed record Said(string? Intent, string Stage);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller) : IRequestHandler<Query, Result<IAsyncEnumerable<Labelled>>>
    {
        public async Task<Result<IAsyncEnumerable<Labelled>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var export = await store.Exports.FirstOrDefaultAsync(e => e.Id == request.ExportId, cancellationToken);
            if (export is null || export.ById != caller.Current.SalesUserId) return Error.NotFound("The export");
            return Result<IAsyncEnumerable<Labelled>>.Of(ReadAsync(export.Since, cancellationToken));
        }

        /// <summary>By the decisions' keys, some at a time: no reader stays open for as long as a download lasts, and what is erased meanwhile is not sent any more.</summary>
        private async IAsyncEnumerable<Labelled> ReadAsync(DateTime since, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var (wording, decisions) = await FindAsync(since, cancellationToken);
            foreach (var some in decisions.Chunk(GridKeys.AtOnce))
            {
                // A file that ends early must not look whole.
                if (!Query.Access.Allows(caller.Current)) throw new InvalidOperationException("Who takes the set may not any more.");
                foreach (var row in await RowsAsync(some, cancellationToken))
                {
                    var (read, decision) = (row.Read, row.Decision);
                    if (Outcome.IsRight(new Ruling(decision.Outcome, decision.Intent, decision.Stage, Reason: decision.Reason), read.Intent, read.Stage) is not { } right) continue;
                    var said = new Said(read.Intent, read.Stage);
                    yield return new Labelled(wording.Clean(row.Text, row.Name), row.Language, row.Channel.Code(), said, read.Producer, read.Confidence, read.Risks,
                        decision.Outcome == ReviewStatus.Corrected ? new Said(decision.Intent, decision.Stage!) : right ? said : null,
                        decision.Outcome.Code(), decision.Reason, 1 / (read.SamplingProbability ?? 1), DateOnly.FromDateTime(decision.At));
                }
            }
        }

        /// <summary>Which words are common, and the decisions that belong to the set.</summary>
        private async Task<(Wording Wording, List<Guid> Decisions)> FindAsync(DateTime since, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var wording = new Wording(PhraseBook.Load());
            await foreach (var heard in store.Messages.Where(m => m.Direction == Direction.Inbound).OrderByDescending(m => m.Id).Take(Heard)
                .Select(m => new { m.CustomerId, m.Text }).AsAsyncEnumerable().WithCancellation(cancellationToken))
                wording.Hear(heard.CustomerId, heard.Text);
            var decisions =
                from review in JudgedReadings.DecidedReviews(store, new Scope(default), since)
                join decision in store.Decisions on review.Id equals decision.ReviewId
                where decision.UndoneAt == null && !decision.IsOpinion
                select decision.Id;
            return (wording, await decisions.ToListAsync(cancellationToken));
        }

        private async Task<List<Judged>> RowsAsync(Guid[] decisions, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var rows =
                from decision in store.Decisions
                where decisions.Contains(decision.Id) && decision.UndoneAt == null
                join review in store.Reviews on decision.ReviewId equals review.Id
                join read in store.Understandings on review.UnderstandingId equals read.Id
                join message in store.Messages on read.MessageId equals message.Id
                join customer in store.Customers on review.CustomerId equals customer.Id
                // What was erased has nothing left to learn from.
                where message.Text != ""
                select new Judged(review.Channel, review.Language, read, decision, message.Text, customer.Name);
            return await rows.ToListAsync(cancellationToken);
        }

        private sealed record Judged(Channel Channel, string? Language, Understanding Read, Decision Decision, string Text, string Name);
    }
}
