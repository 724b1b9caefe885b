namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// Cells that cannot stand in a sum, because the journal does not say everything that they ever held: secrets, which earlier versions noted
/// as changed only, and the personal columns of erased customers. Each is compared by itself.
/// </summary>
internal sealed class SingleCells
{
    private readonly Dictionary<(int Table, UInt128 Id, int Column), (long Sequence, ulong? Term)> _cells = [];

    /// <param name="term">0 for NULL; null when the journal does not say.</param>
    public void Set(int table, UInt128 id, int column, long sequence, ulong? term)
    {
        if (_cells.TryGetValue((table, id, column), out var known) && known.Sequence > sequence) return;
        _cells[(table, id, column)] = (sequence, term);
    }

    public void Add(SingleCells later)
    {
        foreach (var ((table, id, column), (sequence, term)) in later._cells) Set(table, id, column, sequence, term);
    }

    /// <param name="stored">What the tables hold; a cell that is not there is NULL.</param>
    public Finding? FirstNotIn(SingleCells stored)
    {
        Finding? first = null;
        foreach (var ((table, id, column), (sequence, term)) in _cells)
            if (term is { } said && said != (stored._cells.GetValueOrDefault((table, id, column)).Term ?? 0) && !(first?.Sequence <= sequence))
                first = new Finding(sequence, $"wrote {Tables.All.List[table].Columns[column].Name} of {(uint)id:x8} in {Tables.All.List[table].Name}, and the table holds something else");
        return first;
    }
}
