using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Takes what the journal or a table says, cell by cell.</summary>
internal interface ICells
{
    /// <summary>The cell holds this from <paramref name="sequence"/> on.</summary>
    void Add(int table, UInt128 id, int column, long sequence, ulong term);

    /// <summary>The cell holds this until <paramref name="sequence"/>.</summary>
    void Remove(int table, UInt128 id, int column, long sequence, ulong term);
}

/// <summary>
/// A sum over the cells of each table, in parts by row id. The sum over all entries of the journal is the sum over the tables when both say the same,
/// in whatever order they are read; where they differ, the part tells where to look.
/// </summary>
internal sealed class CellSums(int tables) : ICells
{
    private const int Parts = 256;
    private readonly ulong[] _sums = new ulong[tables * Parts];

    public static int PartOf(int table, UInt128 id) => table * Parts + (int)((uint)id % Parts);

    public void Add(int table, UInt128 id, int column, long sequence, ulong term) => _sums[PartOf(table, id)] += term;

    public void Remove(int table, UInt128 id, int column, long sequence, ulong term) => _sums[PartOf(table, id)] -= term;

    public void Add(CellSums other)
    {
        for (var i = 0; i < _sums.Length; i++) _sums[i] += other._sums[i];
    }

    public HashSet<int> DifferentParts(CellSums other)
    {
        var parts = new HashSet<int>();
        for (var i = 0; i < _sums.Length; i++)
            if (_sums[i] != other._sums[i]) parts.Add(i);
        return parts;
    }
}

/// <summary>Every cell of the parts that differ, with the entry that wrote it last. It must be told everything in its order.</summary>
internal sealed class CellTable(HashSet<int> parts) : ICells
{
    private readonly Dictionary<(int Table, UInt128 Id, int Column), (long Sequence, ulong Term)> _cells = [];
    private Finding? _found;

    public void Add(int table, UInt128 id, int column, long sequence, ulong term)
    {
        if (!parts.Contains(CellSums.PartOf(table, id))) return;
        if (column == Table.Exists && Term(table, id, column) != 0)
            Note(sequence == 0 ? new(Finding.NoEntry, $"the row {Shown(id)} of {Tables.All.List[table].Name} stands there twice") : new(sequence, $"makes the row {Shown(id)} of {Tables.All.List[table].Name}, which was there"));
        _cells[(table, id, column)] = (sequence, term);
    }

    public void Remove(int table, UInt128 id, int column, long sequence, ulong term)
    {
        if (!parts.Contains(CellSums.PartOf(table, id))) return;
        if (Term(table, id, column) != term) Note(new(sequence, $"says of {Shown(id)} in {Tables.All.List[table].Name} what it was not"));
        _cells[(table, id, column)] = (sequence, 0);
    }

    /// <summary>The first entry that wrote what the tables do not hold, or found what the entries before had not left.</summary>
    public Finding? FirstNotIn(CellTable stored)
    {
        var first = _found;
        void Take(int table, UInt128 id, int column, long sequence, string what)
        {
            // What an entry that made the row does not name, it left empty, whatever stood there in a row of before.
            if (_cells.GetValueOrDefault((table, id, Table.Exists)) is { Term: not 0 } made && made.Sequence > sequence) (sequence, what) = (made.Sequence, "left empty");
            if (first?.Sequence <= sequence) return;
            var (name, columns) = (Tables.All.List[table].Name, Tables.All.List[table].Columns);
            first = new Finding(sequence, column == Table.Exists ? $"{what} the row {Shown(id)} of {name}, which is another matter in the table"
                : $"{what} {columns[column].Name} of {Shown(id)} in {name}, and the table holds something else");
        }
        foreach (var ((table, id, column), (sequence, term)) in _cells)
            if (stored.Term(table, id, column) != term) Take(table, id, column, sequence, "wrote");
        foreach (var (table, id, column) in stored._cells.Keys.Where(cell => !_cells.ContainsKey(cell)))
            if (_cells.TryGetValue((table, id, Table.Exists), out var row)) Take(table, id, column, row.Sequence, "left empty");
        return first ?? Foreign(stored) ?? stored._found;
    }

    private Finding? Foreign(CellTable stored)
    {
        foreach (var (table, id, _) in stored._cells.Keys.Where(cell => !_cells.ContainsKey((cell.Table, cell.Id, Table.Exists)))) return Finding.Foreign(table, id);
        return null;
    }

    private ulong Term(int table, UInt128 id, int column) => _cells.GetValueOrDefault((table, id, column)).Term;

    private void Note(Finding finding) => _found = Finding.First(_found, finding);

    private static string Shown(UInt128 id) => $"{(uint)id:x8}";
}
