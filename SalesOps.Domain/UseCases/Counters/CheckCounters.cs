using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Counters;

/// <summary>
/// Holds every counter's number against the rows: what is shown, what is stored, what the list behind the tile counts, and a recount,
/// all at one sequence number.
/// </summary>
public static class CheckCounters
{
    public sealed record Query : IQuery<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="Sequence">The audit entry at which everything was counted.</param>
    /// <param name="Counts">By counter code and key.</param>
    public sealed record Answer(long Sequence, IReadOnlyDictionary<(string Code, Guid Key), Count> Counts);

    /// <param name="Shown">What the tile said.</param>
    /// <param name="Stored">What the store's counter table said.</param>
    /// <param name="Listed">How many rows the list behind the tile has; null where there is no such list.</param>
    /// <param name="Recounted">How many rows there are by the counter's definition.</param>
    public sealed record Count(long Shown, long Stored, long? Listed, long Recounted)
    {
        public bool Agrees => Shown == Recounted && Stored == Recounted && (Listed ?? Recounted) == Recounted;
    }

    /// <summary>How many rows the list behind a number has for a caller, as the list itself finds them.</summary>
    private static readonly Dictionary<Counter, Func<SalesOpsDb, Caller, long>> Lists = new()
    {
        [Model.Counters.SalesUsers] = (store, caller) => ListSalesUsers.Source.Count(store.SalesUsers.VisibleTo(caller), "rows", "counted"),
        [Model.Counters.AiAgents] = (store, caller) => ListAiAgents.Source.Count(store.AiAgents.VisibleTo(caller), "rows", "counted"),
        [Model.Counters.Customers] = (store, caller) => ListCustomers.Source.Count(store.Customers.VisibleTo(caller)),
        [Model.Counters.UnboundCustomers] = (store, caller) => ListCustomers.Source.Count(store.Customers.VisibleTo(caller), "bound", "no"),
        [Model.Counters.ActiveBindings] = (store, caller) => ListAssignments.Source.Count(store.Assignments.VisibleTo(caller), "rows", "active"),
        [Model.Counters.Bindings] = (store, caller) => ListAssignments.Source.Count(store.Assignments.VisibleTo(caller)),
        [Model.Counters.OpenTasks] = (store, caller) => ListTasks.Source.Count(store.WorkTasks.VisibleTo(caller), "rows", "open"),
        [Model.Counters.UnderstandingReviews] = (store, caller) => ListReviews.Source.Count(ListReviews.Waiting(store, caller), "kind", "understanding"),
        [Model.Counters.StateReviews] = (store, caller) => ListReviews.Source.Count(ListReviews.Waiting(store, caller), "kind", "state"),
        [Model.Counters.Handovers] = (store, caller) => ListHandovers.Source.Count(store.Handovers.VisibleTo(caller), "rows", "all"),
        [Model.Counters.RunningTakeovers] = (store, caller) => ListHandovers.Source.Count(store.Handovers.VisibleTo(caller), "rows", "running"),
    };

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        private const int Attempts = 100;
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

        // It reads whole tables, and SQLite reads on the thread that asks.
        public Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken) => Task.Run(() => Check(cancellationToken), cancellationToken);

        private Result<Answer> Check(CancellationToken cancellationToken)
        {
            using var store = stores.CreateDbContext();
            store.Database.OpenConnection();
            var connection = (SqliteConnection)store.Database.GetDbConnection();
            for (var i = 0; i < Attempts; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (AtOneCommit(store, connection) is { } answer) return answer;
                // The lane commits first, and shows the numbers then.
                cancellationToken.WaitHandle.WaitOne(Pause);
            }
            return new Error(ErrorKind.Busy, "The numbers moved on each time before they could be compared.");
        }

        /// <summary>A read transaction sees one commit; null when the numbers shown are of another.</summary>
        private Answer? AtOneCommit(SalesOpsDb store, SqliteConnection connection)
        {
            using var moment = connection.BeginTransaction(deferred: true);
            store.Database.UseTransaction(moment);
            var sequence = store.AuditEntries.Max(a => (long?)a.Sequence) ?? 0;
            var (shown, directory, _) = lane.Last;
            var answer = shown.Sequence == sequence ? new Answer(sequence, CountAll(store, shown, directory)) : null;
            store.Database.UseTransaction(null);
            return answer;
        }

        private static Dictionary<(string, Guid), Count> CountAll(SalesOpsDb store, CounterSnapshot shown, StoreDirectory directory)
        {
            var stored = store.CounterValues.ToDictionary(c => (c.Code, c.Key), c => c.Value);
            var salespeople = directory.SalesUsers.Values.Where(u => u is { IsActive: true, Role: Role.RealSalesUser }).ToDictionary(u => u.Id, Caller.Person);
            var counts = new Dictionary<(string, Guid), Count>();
            foreach (var counter in Model.Counters.All)
            {
                var recounted = Recount.Of(store, counter);
                var keys = recounted.Keys.Concat(stored.Keys.Concat(shown.Values.Keys).Where(k => k.Code == counter.Code).Select(k => k.Key)).Append(Counter.Everyone);
                foreach (var key in keys.Distinct())
                {
                    var caller = key == Counter.Everyone ? Caller.System : salespeople.GetValueOrDefault(key);
                    long? listed = caller is not null && Lists.TryGetValue(counter, out var list) ? list(store, caller) : null;
                    counts[(counter.Code, key)] = new Count(shown[counter, key], stored.GetValueOrDefault((counter.Code, key)), listed, recounted.GetValueOrDefault(key));
                }
            }
            return counts;
        }
    }
}
