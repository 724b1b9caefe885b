using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace SalesOps.Domain.Store.Rows;

/// <summary>
/// Writes changed rows with prepared statements made from EF's model. EF's own save costs about ten times as much a row
/// (see the ingest benchmark), and the lane needs neither its batching nor its savepoints.
/// </summary>
internal sealed class RowWriter(SqliteConnection connection, IReadOnlyList<RowShape> shapes) : IDisposable
{
    private readonly Dictionary<RowShape, int> _order = shapes.Select((s, i) => (s, i)).ToDictionary(p => p.s, p => p.i);
    private readonly Dictionary<(RowShape, EntityState, ulong), RowStatement> _statements = [];

    /// <summary>
    /// Removals and updates come first, so that a unique index sees the old row gone. Where a row may refer to one that is not there yet or gone already,
    /// foreign keys are checked at commit; only there, because the pragma makes every prepared statement be prepared anew.
    /// </summary>
    public void Write(List<RowChange> changes)
    {
        if (changes.Exists(c => c.State == EntityState.Deleted || c.ChangesReference())) connection.Execute("PRAGMA defer_foreign_keys = ON");
        foreach (var change in changes)
            if (change.State == EntityState.Deleted) Execute(change);
        foreach (var change in changes)
            if (change.State == EntityState.Modified) Execute(change);
        foreach (var change in changes.Where(c => c.State == EntityState.Added).OrderBy(c => _order[c.Shape])) Execute(change);
    }

    private void Execute(RowChange change)
    {
        var key = (change.Shape, change.State, change.State == EntityState.Modified ? change.Columns : 0);
        if (!_statements.TryGetValue(key, out var statement)) _statements[key] = statement = new RowStatement(connection, change.Shape, change.State, change.Columns);
        if (statement.Run(change.Row) != 1) throw new InvalidOperationException($"A row of {change.Shape.Table} that a command changed is not there.");
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
    }
}

/// <summary>The statement that writes rows of one shape in one way.</summary>
internal sealed class RowStatement : IDisposable
{
    private readonly Statement _statement;
    private readonly Column[] _bound;

    /// <param name="changed">Which columns an update writes, one bit each.</param>
    public RowStatement(SqliteConnection connection, RowShape shape, EntityState state, ulong changed = ulong.MaxValue)
    {
        var columns = shape.Columns;
        Column[] keys = [.. columns.Where(c => c.IsKey)];
        Column[] written = state == EntityState.Added ? columns : [.. columns.Where((c, i) => !c.IsKey && (changed & (1UL << i)) != 0)];
        _bound = state switch
        {
            EntityState.Added => written,
            EntityState.Modified => [.. written, .. keys],
            _ => keys,
        };
        var where = string.Join(" AND ", keys.Select((k, i) => $"\"{k.Name}\" = ?{_bound.Length - keys.Length + i + 1}"));
        _statement = new Statement(connection, state switch
        {
            EntityState.Added => $"INSERT INTO \"{shape.Table}\" ({string.Join(", ", written.Select(c => $"\"{c.Name}\""))}) "
                + $"VALUES ({string.Join(", ", written.Select((_, i) => $"?{i + 1}"))})",
            EntityState.Modified => $"UPDATE \"{shape.Table}\" SET {string.Join(", ", written.Select((c, i) => $"\"{c.Name}\" = ?{i + 1}"))} WHERE {where}",
            _ => $"DELETE FROM \"{shape.Table}\" WHERE {where}",
        });
    }

    /// <returns>How many rows it wrote.</returns>
    public int Run(object row)
    {
        for (var i = 0; i < _bound.Length; i++) _bound[i].Bind(row, _statement, i + 1);
        return _statement.Run();
    }

    public void Dispose() => _statement.Dispose();
}
