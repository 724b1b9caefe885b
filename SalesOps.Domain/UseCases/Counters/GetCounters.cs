using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Counters;

/// <summary>The eight counters at one sequence number; a salesperson's count their own rows.</summary>
public static class GetCounters
{
    public sealed record Query : IQuery<Answer>
    {
        public static Access Access => Access.PeopleAndCounterPrograms;
    }

    /// <param name="Values">By counter code, in the page's order; null for a number that is known to be wrong.</param>
    /// <param name="Sequence">The last audit entry included.</param>
    public sealed record Answer(IReadOnlyList<KeyValuePair<string, long?>> Values, long Sequence);

    internal sealed class Handler(WriteLane lane, ShownCounters shown, CallerContext caller) : IRequestHandler<Query, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var counters = lane.Last.Counters;
            var key = caller.Current.CounterKey;
            return Task.FromResult<Result<Answer>>(new Answer([.. Model.Counters.Tiles.Select(t => KeyValuePair.Create(t.Code, shown[counters, t, key]))], counters.Sequence));
        }
    }
}
