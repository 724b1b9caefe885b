using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Counting;

/// <summary>All counters at one sequence number. Immutable; a newer one replaces it after each commit.</summary>
public sealed class CounterSnapshot(long sequence, DateTime at, ImmutableDictionary<(string Code, Guid Key), long> values)
{
    /// <summary>The last audit entry it includes.</summary>
    public long Sequence { get; } = sequence;
    /// <summary>When that was committed; UTC.</summary>
    public DateTime At { get; } = at;

    /// <summary>The counter's value for everyone, a salesperson or an AI agent; 0 when nothing counts.</summary>
    public long this[Counter counter, Guid key] => values.GetValueOrDefault((counter.Code, key));

    internal ImmutableDictionary<(string Code, Guid Key), long> Values => values;
}

/// <summary>The lane's counters: what is committed, and what the running batch adds.</summary>
internal sealed class CounterTable(ImmutableDictionary<(string Code, Guid Key), long> committed)
{
    private readonly Dictionary<(string Code, Guid Key), long> _pending = [];
    private ImmutableDictionary<(string Code, Guid Key), long> _committed = committed;

    private static readonly ILookup<Type, Counter> ByEntity = Counters.All.ToLookup(c => c.Entity);

    /// <summary>The batch's values that differ from what is stored.</summary>
    public IReadOnlyDictionary<(string Code, Guid Key), long> Pending => _pending;

    public long Value(string code, Guid key) => _pending.TryGetValue((code, key), out var value) ? value : _committed.GetValueOrDefault((code, key));

    public void Apply(List<RowChange> changes)
    {
        foreach (var change in changes)
        {
            foreach (var counter in ByEntity[change.Shape.Type])
            {
                if (change.State == EntityState.Modified && !Touches(change, counter)) continue;
                if (change.Before is { } before) counter.Count(before, -1, Add);
                if (change.State != EntityState.Deleted) counter.Count(change.Row, 1, Add);
            }
        }
    }

    public void Discard() => _pending.Clear();

    public ImmutableDictionary<(string Code, Guid Key), long> Commit()
    {
        _committed = _committed.SetItems(_pending);
        _pending.Clear();
        return _committed;
    }

    private void Add(Counter counter, Guid key, int by) => _pending[(counter.Code, key)] = Value(counter.Code, key) + by;

    private static bool Touches(RowChange change, Counter counter)
    {
        for (var i = 0; i < change.Shape.Columns.Length; i++)
            if (change.Has(i) && counter.DependsOn(change.Shape.Columns[i].PropertyName)) return true;
        return false;
    }
}
