using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store.Verification;

/// <summary>A connection a core, all of which see the same moment of the store.</summary>
internal sealed class Readers(IReadOnlyCollection<SqliteConnection> connections)
{
    private readonly ConcurrentBag<SqliteConnection> _free = [.. connections];

    /// <summary>Does each piece of work on the next connection that is free, the first pieces first.</summary>
    /// <exception cref="SqliteException">The store cannot be read.</exception>
    public void OnAllCores<T>(IReadOnlyCollection<T> work, Action<T, SqliteConnection> action)
    {
        void Run(T item)
        {
            if (!_free.TryTake(out var connection)) throw new InvalidOperationException("More work at once than connections.");
            try
            {
                action(item, connection);
            }
            finally
            {
                _free.Add(connection);
            }
        }
        if (work.Count == 1 || connections.Count == 1)
        {
            foreach (var item in work) Run(item);
            return;
        }
        try
        {
            Parallel.ForEach(Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = connections.Count }, Run);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
