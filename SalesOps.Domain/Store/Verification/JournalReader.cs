using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Reads what entries say of the tables, and hands it on cell by cell.</summary>
internal sealed class JournalReader(CellHash hash, Circumstances circumstances, ICells cells, SingleCells singles)
{
    /// <summary>The first entry that notes its operation; earlier versions did not.</summary>
    public long FirstOperation { get; private set; } = long.MaxValue;

    /// <exception cref="FormatException">It is not what the program writes.</exception>
    public void Read(JournalEntry entry)
    {
        var erased = entry.Customer.IsEmpty ? default : circumstances.ErasedOf(SqliteRows.IdOf(entry.Customer));
        Part(entry, entry.Changes, erased, isSealed: false);
        if (!entry.Personal.IsEmpty) Part(entry, entry.Personal, erased, isSealed: true);
    }

    private void Part(JournalEntry entry, ReadOnlySpan<byte> changes, Erased erased, bool isSealed)
    {
        var reader = new ChangeReader(FirstFormat.Raise(changes));
        while (reader.NextRow()) Row(entry, ref reader, erased, isSealed);
    }

    private void Row(JournalEntry entry, ref ChangeReader reader, Erased erased, bool isSealed)
    {
        var (table, id) = (Tables.All.Find(reader.Table), SqliteRows.IdOf(reader.Id));
        var row = hash.Row(table.Index, id);
        var isAdded = !reader.HasOld && !isSealed;
        if (isAdded) Begin(entry, table, in row, erased);
        if (reader.HasOld) Side(entry, ref reader, table, in row, isOld: true, isAdded: false, erased);
        if (reader.HasNew) Side(entry, ref reader, table, in row, isOld: false, isAdded, erased);
        if (isSealed || reader.HasOld == reader.HasNew) return;
        var term = row.Of(Table.Exists, 1);
        if (reader.HasNew) cells.Add(table.Index, id, Table.Exists, entry.Sequence, term);
        else cells.Remove(table.Index, id, Table.Exists, entry.Sequence, term);
        if (!table.IsOperations) return;
        if (entry.Sequence < FirstOperation) FirstOperation = entry.Sequence;
        // What an erasure emptied may have stood in the part that is gone: it is known from the row alone.
        foreach (var column in table.Columns)
            if (IsForgottenHash(table, column, id)) cells.Add(table.Index, id, column.Index, entry.Sequence, row.Of(column.Index, CellType.Blob, []));
    }

    private bool IsForgottenHash(Table table, TableColumn column, UInt128 id) =>
        table.IsOperations && column.Name == nameof(Operation.RequestHash) && circumstances.IsForgotten(id);

    /// <summary>What an added row holds in the columns that its entry does not name: NULL, or the default of a column that came later.</summary>
    private void Begin(JournalEntry entry, Table table, in RowHash row, Erased erased)
    {
        foreach (var column in table.Columns)
            if (column.IsSecret) singles.Set(table.Index, row.Id, column.Index, entry.Sequence, 0);
            else if (column.IsPersonal && !erased.IsNothing) Say(entry, table, column, in row, erased, 0);
            else if (column.Default is { } value) cells.Add(table.Index, row.Id, column.Index, entry.Sequence, row.Of(column.Index, value));
    }

    private void Side(JournalEntry entry, ref ChangeReader reader, Table table, in RowHash row, bool isOld, bool isAdded, Erased erased)
    {
        while (reader.NextCell())
        {
            var column = table.Find(reader.Column);
            if (isAdded && column.Default is { } value) cells.Remove(table.Index, row.Id, column.Index, entry.Sequence, row.Of(column.Index, value));
            if (column.IsPersonal && !erased.IsNothing) Say(entry, table, column, in row, erased, isOld ? null : Term(column, in row, in reader));
            else if (column.IsSecret) singles.Set(table.Index, row.Id, column.Index, entry.Sequence, isOld ? 0 : reader.Kind == CellKind.Unsaid ? null : Term(column, in row, in reader));
            else if (IsForgottenHash(table, column, row.Id)) continue;
            else if (Term(column, in row, in reader) is var term && isOld) cells.Remove(table.Index, row.Id, column.Index, entry.Sequence, term);
            else if (term != 0) cells.Add(table.Index, row.Id, column.Index, entry.Sequence, term);
        }
    }

    /// <summary>What was erased cannot be known any more: of a personal column what is said later counts.</summary>
    /// <param name="term">0 for NULL; null when it is gone.</param>
    private void Say(JournalEntry entry, Table table, TableColumn column, in RowHash row, Erased erased, ulong? term)
    {
        if (entry.Sequence >= erased.SaidFrom) singles.Set(table.Index, row.Id, column.Index, entry.Sequence, term is { } value ? erased.Normal(value, table.Placeholder(column, in row)) : 0);
    }

    /// <summary>0 for null.</summary>
    private static ulong Term(TableColumn column, in RowHash row, in ChangeReader reader) => (reader.Kind, column.Type, column.IsHashed) switch
    {
        (CellKind.Null, _, _) => 0,
        (CellKind.Integer, CellType.Integer, false) => row.Of(column.Index, reader.Integer),
        (CellKind.Real, CellType.Real, false) => row.Of(column.Index, reader.Real),
        (CellKind.Text, CellType.Text, false) or (CellKind.Blob, CellType.Blob, false) or (CellKind.Hash, CellType.Text or CellType.Blob, true) =>
            row.Of(column.Index, column.Type, reader.Bytes),
        _ => throw new FormatException("A value is of another kind than its column."),
    };
}
