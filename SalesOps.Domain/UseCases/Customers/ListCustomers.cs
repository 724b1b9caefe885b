using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Mapping;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>全量客户池: customers, the last seen first.</summary>
public static class ListCustomers
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="AiAgent">Null while the customer waits unbound.</param>
    /// <param name="WaitingSince">Since when; UTC; null while bound.</param>
    /// <param name="LastSeenAt">UTC.</param>
    /// <param name="UnansweredSince">Since when the oldest message waits that nobody answered; UTC; null when none does.</param>
    /// <param name="OptedOut">The codes of the channels on which no word may go out; null for none.</param>
    public sealed record Row(Guid Id, string Name, string Identity, Guid? AiAgentId, DateTime? WaitingSince, string? AiAgent, string? SalesUser, string Status,
        string? Intent, string Stage, double Confidence, int OpenTasks, DateTime LastSeenAt, DateTime? UnansweredSince,
        string? OptedOut);

    /// <summary>The filter <c>intent</c>'s word for none.</summary>
    public const string Unrecognized = "-";

    private const string ByWait = "unansweredSince";
    private const string ByUnbound = "waitingSince";
    private const string Bound = "bound";

    internal static readonly GridSource<Customer> Source = new GridSource<Customer>(r => r.Id)
        .Sort("lastSeenAt", c => c.LastSeenAt)
        .Sort("name", c => c.SearchText, isIndexed: true)
        .Sort(ByWait, c => c.UnansweredSince, isIndexed: true)
        .Sort(ByUnbound, c => c.WaitingSince, within: Bound)
        .Filter("status", value => c => c.Status == value, value => c => Walk.Met(c.Status) == value, isJoined: true)
        .Filter("stage", value => c => c.Stage == value, value => c => Walk.Met(c.Stage) == value, isJoined: true)
        .Filter("intent", value => value == Unrecognized ? c => c.Intent == null : c => c.Intent == value, value => value == Unrecognized ? c => Walk.Met(c.Intent) == null : c => Walk.Met(c.Intent) == value, isJoined: true)
        .Filter("confidence", value => GridRanges.TryShares(value, out var from, out var below) ? c => c.Confidence >= from && c.Confidence < below : null,
            value => GridRanges.TryShares(value, out var from, out var below) ? c => Walk.Met(c.Confidence) >= from && Walk.Met(c.Confidence) < below : null!)
        .Filter("channel", value => Codes.TryParse<Channel>(value, out var channel) ? c => c.Channel == channel : null,
            value => Enum.GetValues<Channel>().Where(c => c.Code() != value).ToArray() is var others ? c => !others.Contains(c.Channel) : null!)
        .Filter("agent", value => Guid.TryParse(value, out var id) ? c => c.AiAgentId == id : null, value => Guid.Parse(value) is var id ? c => (c.AiAgentId ?? Guid.Empty) == id : null!, isSorted: true, isSmall: true)
        .Filter("salesUser", value => Guid.TryParse(value, out var id) ? c => c.SalesUserId == id : null, isWhole: true, isSorted: true)
        .Filter(Bound, value => value == "no" ? Model.Counters.UnboundCustomers.Rows : null)
        .Filter("tasks", value => value == "open" ? c => c.OpenTasks > 0 : null, _ => c => Walk.Met(c.OpenTasks) > 0)
        .Filter("waiting", (value, now) => GridRanges.TryTime(value, out var time) && now - time is var at ? c => c.AiAgentId == null && c.WaitingSince <= at : null)
        // With both ends, or SQLite would rather meet everybody in the list's own order.
        .Filter(GridRanges.Unanswered, (value, now) => GridRanges.TryWait(value, now, out var at) ? c => c.UnansweredSince > DateTime.MinValue && c.UnansweredSince <= at : null,
            (value, now) => GridRanges.TryWait(value, now, out var at) ? c => (c.UnansweredSince ?? DateTime.MaxValue) <= at : null!, sort: ByWait)
        .Filter("seen", (value, now) => GridRanges.TrySince(value, now, out var at, out var isBefore) ? isBefore ? c => c.LastSeenAt < at : c => c.LastSeenAt >= at : null)
        .Filter("optedOut", value => value == "yes" ? c => c.OptOuts != null : null)
        .Search((rows, found) => rows.Where(c => found.Contains(c.Id)))
        .Texts((rows, found) => rows.Where(c => found.Contains(c.Id)));

    /// <summary>Who waits for nothing has no place in an order of waits.</summary>
    private static GridRequest Among(GridRequest grid) => grid.Sort switch
    {
        ByWait => grid.Default(GridRanges.Unanswered, GridRanges.Any),
        ByUnbound => grid.Default(Bound, "no"),
        _ => grid,
    };

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, ShownCounters shown, TimeProvider time) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            var sender = caller.Current;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (counters, directory, _) = lane.Last;
            var (rows, isOnes) = (store.Customers.VisibleTo(sender), sender.OnlyOwnerId is not null);
            if (!isOnes && request.Grid.Keys is null && Guid.TryParse(request.Grid.Filter("agent"), out var agent))
            {
                // Theirs who has the agent, nearly always; after its owner changed some may stay with another for a while.
                var owners = await rows.Where(c => c.AiAgentId == agent).Select(c => c.SalesUserId).Distinct().Take(2).ToListAsync(cancellationToken);
                if (owners is [{ } owner]) (rows, isOnes) = (rows.Where(c => c.SalesUserId == owner), true);
            }
            return await Source.ReadAsync(store, rows, Among(request.Grid), c => c,
                c => new Row(c.Id, c.Name, c.Identity, c.AiAgentId, c.WaitingSince, directory.NameOfAgent(c.AiAgentId), directory.NameOfUser(c.SalesUserId), c.Status, c.Intent, c.Stage, c.Confidence,
                    c.OpenTasks, c.LastSeenAt, c.UnansweredSince, c.OptOuts is null ? null : string.Join(", ", c.OptOuts.Select(o => o.Code()))), shown[counters, Model.Counters.Customers, sender.CounterKey],
                cancellationToken, time.GetUtcNow().UtcDateTime, isWhole: isOnes);
        }
    }
}
