using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>待决定: what waits for a person, by time left. Both kinds in one queue.</summary>
public static class ListReviews
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="From">The state a transition leaves; null for an understanding.</param>
    /// <param name="To">The state a transition leads to; null for an understanding.</param>
    /// <param name="DueAt">UTC.</param>
    /// <param name="Second">Why two people are asked; null when one decides.</param>
    /// <param name="FirstById">Who said first what they think of it.</param>
    /// <param name="SecondById">Who thought otherwise.</param>
    /// <param name="RepeatsId">The own decision that it is a hidden repeat of; see <see cref="GetRepeat"/>.</param>
    public sealed record Row(Guid Id, ReviewKind Kind, Guid CustomerId, string Customer, string? Intent, string? From, string? To,
        double Confidence, Channel Channel, string? Language, string Reasons, DateTime CreatedAt, DateTime DueAt, string? Second = null, Guid? FirstById = null, Guid? SecondById = null,
        Guid? RepeatsId = null)
    {
        /// <summary>Whether the person said already what they think of it, and another is asked.</summary>
        public bool WasHeard(Guid? userId) => userId is not null && (FirstById == userId || SecondById == userId);
    }

    internal static readonly GridSource<Review> Source = new GridSource<Review>(r => r.Id)
        .Sort("dueAt", r => r.DueAt, descending: false)
        .Filter("kind", value => Codes.TryParse<ReviewKind>(value, out var kind) ? r => r.Kind == kind : null)
        .Filter("dueBefore", value => DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) ? r => r.DueAt < at : null)
        .Filter("language", value => r => r.Language == value)
        .Filter("channel", value => Codes.TryParse<Channel>(value, out var channel) ? r => r.Channel == channel : null)
        .Filter("risk", value => value == "any" || TextRules.IsCode(value)
            ? r => ((string)(object)r.Reasons).Contains(ReviewPolicy.RiskPrefix + (value == "any" ? "" : value)) : null)
        .Filter("intent", value => r => r.Intent == value)
        // One alone, for links that lead to its case.
        .Filter("review", value => Guid.TryParse(value, out var id) ? r => r.Id == id : null)
        .Filter("agent", value => Guid.TryParse(value, out var id) ? r => r.AiAgentId == id : null);

    /// <summary>The queue without filters.</summary>
    internal static IQueryable<Review> Waiting(SalesOpsDb store, Caller caller) => store.Reviews.VisibleTo(caller).Where(r => r.Status == ReviewStatus.Pending);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, ShownCounters shown) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            var sender = caller.Current;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var counters = lane.Last.Counters;
            var total = shown[counters, Model.Counters.UnderstandingReviews, sender.CounterKey] + shown[counters, Model.Counters.StateReviews, sender.CounterKey];
            return await Source.ReadAsync(store, Waiting(store, sender), request.Grid,
                r => new Row(r.Id, r.Kind, r.CustomerId, store.Customers.Where(c => c.Id == r.CustomerId).Select(c => c.Name).First(), r.Intent,
                    store.StateTransitions.Where(t => t.Id == r.StateTransitionId).Select(t => t.From).FirstOrDefault(),
                    store.StateTransitions.Where(t => t.Id == r.StateTransitionId).Select(t => t.To).FirstOrDefault(),
                    r.Confidence, r.Channel, r.Language, string.Join(",", r.Reasons), r.CreatedAt, r.DueAt, r.Second, r.FirstById, r.SecondById), row => row, total, cancellationToken);
        }
    }
}
