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

/// <summary>Every cell of the parts that differ, with the entry that wrote it last.</summary>
internal sealed class CellTable(HashSet<int> parts) : ICells
{
    private readonly Dictionary<(int Table, UInt128 Id, int Column), (long Sequence, ulong Term)> _cells = [];

    public void Add(int table, UInt128 id, int column, long sequence, ulong term)
    {
        if (parts.Contains(CellSums.PartOf(table, id))) _cells[(table, id, column)] = (sequence, term);
    }

    public void Remove(int table, UInt128 id, int column, long sequence, ulong term) => Add(table, id, column, sequence, 0);

    /// <summary>The first entry that wrote what the tables do not hold.</summary>
    public Finding? FirstNotIn(CellTable stored)
    {
        Finding? first = null;
        void Take(int table, UInt128 id, int column, long sequence, string what)
        {
            if (first is { } earlier && earlier.Sequence <= sequence) return;
            var (name, columns) = (Tables.All.List[table].Name, Tables.All.List[table].Columns);
            first = new Finding(sequence, column == Table.Exists ? $"{what} the row {Shown(id)} of {name}, which is another matter in the table"
                : $"{what} {columns[column].Name} of {Shown(id)} in {name}, and the table holds something else");
        }
        foreach (var ((table, id, column), (sequence, term)) in _cells)
            if (stored._cells.GetValueOrDefault((table, id, column)).Term != term) Take(table, id, column, sequence, "wrote");
        foreach (var (table, id, column) in stored._cells.Keys.Where(cell => !_cells.ContainsKey(cell)))
            if (_cells.TryGetValue((table, id, Table.Exists), out var row)) Take(table, id, column, row.Sequence, "left empty");
        return first ?? Foreign(stored);
    }

    private Finding? Foreign(CellTable stored)
    {
        foreach (var (table, id, _) in stored._cells.Keys.Where(cell => !_cells.ContainsKey((cell.Table, cell.Id, Table.Exists))))
            return new Finding(Finding.NoEntry, $"the row {Shown(id)} of {Tables.All.List[table].Name} was made by no audit entry");
        return null;
    }

    private static string Shown(UInt128 id) => $"{(uint)id:x8}";
}
