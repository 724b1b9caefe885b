using System.Buffers;
using System.Text.Json;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Reads what entries say of the tables, and hands it on cell by cell.</summary>
internal sealed class JournalReader(CellHash hash, Circumstances circumstances, ICells cells, SingleCells singles)
{
    private readonly ArrayBufferWriter<byte> _value = new();
    private byte[] _hex = new byte[64];

    /// <summary>The first entry that notes its operation; earlier versions did not.</summary>
    public long FirstOperation { get; private set; } = long.MaxValue;

    /// <exception cref="JsonException">It is not what the program writes.</exception>
    /// <exception cref="FormatException">It is not what the program writes.</exception>
    public void Read(JournalEntry entry)
    {
        var erased = entry.Customer.IsEmpty ? 0 : circumstances.ErasedBy(SqliteRows.IdOf(entry.Customer));
        Part(entry, entry.Changes, erased, isSealed: false);
        if (!entry.Personal.IsEmpty) Part(entry, entry.Personal, erased, isSealed: true);
    }

    private void Part(JournalEntry entry, ReadOnlySpan<byte> json, long erased, bool isSealed)
    {
        var reader = new Utf8JsonReader(json);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject) Row(entry, ref reader, erased, isSealed);
        Expect(reader.TokenType == JsonTokenType.EndArray && !reader.Read());
    }

    private void Row(JournalEntry entry, ref Utf8JsonReader reader, long erased, bool isSealed)
    {
        Expect(reader.Read() && reader.ValueTextEquals("table"u8) && reader.Read());
        var table = Tables.All.Find(reader.ValueSpan);
        Expect(reader.Read() && reader.ValueTextEquals("id"u8) && reader.Read());
        var id = SqliteRows.IdOf(Hex(reader.ValueSpan, 16));
        var (hadOld, hasNew) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOld = reader.ValueTextEquals("old"u8);
            Expect(isOld || reader.ValueTextEquals("new"u8));
            (hadOld, hasNew) = (hadOld || isOld, hasNew || !isOld);
            var isAdded = !isOld && !hadOld && !isSealed;
            if (isAdded) Begin(entry, table, id, erased != 0 && entry.Sequence >= erased);
            Side(entry, ref reader, table, id, isOld, isAdded, erased);
        }
        if (isSealed || hadOld == hasNew) return;
        var term = hash.Of(table.Index, id, Table.Exists, 1);
        if (hasNew) cells.Add(table.Index, id, Table.Exists, entry.Sequence, term);
        else cells.Remove(table.Index, id, Table.Exists, entry.Sequence, term);
        if (!table.IsOperations) return;
        if (entry.Sequence < FirstOperation) FirstOperation = entry.Sequence;
        // What an erasure emptied may have stood in the part that is gone: it is known from the row alone.
        foreach (var column in table.Columns)
            if (IsForgottenHash(table, column, id)) cells.Add(table.Index, id, column.Index, entry.Sequence, hash.Of(table.Index, id, column.Index, CellType.Blob, []));
    }

    private bool IsForgottenHash(Table table, TableColumn column, UInt128 id) =>
        table.IsOperations && column.Name == nameof(Operation.RequestHash) && circumstances.IsForgotten(id);

    /// <summary>What an added row holds in the columns that its entry does not name: NULL, or the default of a column that came later.</summary>
    private void Begin(JournalEntry entry, Table table, UInt128 id, bool isResealed)
    {
        foreach (var column in table.Columns)
            if (column.IsSecret || (column.IsPersonal && isResealed)) singles.Set(table.Index, id, column.Index, entry.Sequence, 0);
            else if (column.Default is not null) cells.Add(table.Index, id, column.Index, entry.Sequence, DefaultTerm(table, id, column));
    }

    private ulong DefaultTerm(Table table, UInt128 id, TableColumn column)
    {
        var reader = new Utf8JsonReader(column.Default);
        reader.Read();
        return Term(table, id, column, ref reader);
    }

    private void Side(JournalEntry entry, ref Utf8JsonReader reader, Table table, UInt128 id, bool isOld, bool isAdded, long erased)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = Column(table, ref reader, ref next);
            reader.Read();
            if (isAdded && column.Default is not null) cells.Remove(table.Index, id, column.Index, entry.Sequence, DefaultTerm(table, id, column));
            if (column.IsPersonal && erased != 0)
            {
                // What was erased cannot be known any more; what stands in its place, the erasure says.
                if (entry.Sequence >= erased) singles.Set(table.Index, id, column.Index, entry.Sequence, isOld ? 0 : Term(table, id, column, ref reader));
            }
            else if (column.IsSecret)
                singles.Set(table.Index, id, column.Index, entry.Sequence, isOld ? 0 : reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("***"u8) ? null : Term(table, id, column, ref reader));
            else if (IsForgottenHash(table, column, id)) continue;
            else if (Term(table, id, column, ref reader) is var term && isOld) cells.Remove(table.Index, id, column.Index, entry.Sequence, term);
            else if (term != 0) cells.Add(table.Index, id, column.Index, entry.Sequence, term);
        }
        Expect(reader.TokenType == JsonTokenType.EndObject);
    }

    /// <summary>Columns stand in the table's order, so the next is mostly the one after the last.</summary>
    private static TableColumn Column(Table table, ref Utf8JsonReader reader, ref int next)
    {
        for (var i = 0; i < table.Columns.Length; i++)
        {
            var column = table.Columns[(next + i) % table.Columns.Length];
            if (!reader.ValueSpan.SequenceEqual(column.Utf8)) continue;
            next = column.Index + 1;
            return column;
        }
        throw new FormatException("A column of this name is not known.");
    }

    /// <summary>0 for null.</summary>
    private ulong Term(Table table, UInt128 id, TableColumn column, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return 0;
            case JsonTokenType.Number when column.Type == CellType.Integer: return hash.Of(table.Index, id, column.Index, reader.GetInt64());
            case JsonTokenType.Number when column.Type == CellType.Real: return hash.Of(table.Index, id, column.Index, reader.GetDouble());
            case JsonTokenType.String: break;
            default: throw new FormatException("A value is of another kind than its column.");
        }
        var text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            _value.ResetWrittenCount();
            text = _value.GetSpan(text.Length)[..reader.CopyString(_value.GetSpan(text.Length))];
        }
        if (column.IsHashed)
        {
            Expect(text.StartsWith(ChangeJson.HashMark));
            return hash.Of(table.Index, id, column.Index, column.Type, Hex(text[ChangeJson.HashMark.Length..], 32));
        }
        return hash.Of(table.Index, id, column.Index, column.Type, column.Type == CellType.Blob ? Hex(text, text.Length / 2) : text);
    }

    private ReadOnlySpan<byte> Hex(ReadOnlySpan<byte> text, int length)
    {
        if (_hex.Length < length) _hex = new byte[length * 2];
        var status = Convert.FromHexString(text, _hex.AsSpan(0, length), out var read, out var written);
        Expect(status == OperationStatus.Done && read == text.Length && written == length);
        return _hex.AsSpan(0, length);
    }

    private static void Expect(bool isSo)
    {
        if (!isSo) throw new FormatException("An entry is not what this program writes.");
    }
}
