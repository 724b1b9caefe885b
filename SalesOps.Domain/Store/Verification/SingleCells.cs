using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// Cells that cannot stand in a sum, because the journal does not say everything that they ever held: secrets, which earlier versions noted
/// as changed only, and the personal columns of erased customers. Each is compared by itself.
/// </summary>
internal sealed class SingleCells
{
    private readonly Dictionary<(int Table, UInt128 Id, int Column), (long Sequence, ulong? Term)> _cells = [];

    /// <param name="sequence">The entry that says so; of a cell in the tables the erasure that says what stands where no entry says anything, or 0.</param>
    /// <param name="term">0 for NULL, or see <see cref="Erased.Normal"/>; null when the journal does not say.</param>
    public void Set(int table, UInt128 id, int column, long sequence, ulong? term)
    {
        if (_cells.TryGetValue((table, id, column), out var known) && known.Sequence > sequence) return;
        _cells[(table, id, column)] = (sequence, term);
    }

    public void Add(SingleCells later)
    {
        foreach (var ((table, id, column), (sequence, term)) in later._cells) Set(table, id, column, sequence, term);
    }

    /// <param name="stored">What the tables hold; a cell that is not there is NULL, or what an erasure put there.</param>
    public Finding? FirstNotIn(SingleCells stored)
    {
        Finding? first = null;
        void Take((int Table, UInt128 Id, int Column) cell, long sequence, string what)
        {
            if (!(first?.Sequence <= sequence))
                first = new Finding(sequence, $"{what} {Tables.All.List[cell.Table].Columns[cell.Column].Name} of {(uint)cell.Id:x8} in {Tables.All.List[cell.Table].Name}, and the table holds something else");
        }
        foreach (var (cell, (sequence, term)) in _cells)
            if (term is { } said && said != (stored._cells.GetValueOrDefault(cell).Term ?? 0)) Take(cell, sequence, "wrote");
        foreach (var (cell, (erasure, term)) in stored._cells)
            if (erasure != 0 && term != 0 && !_cells.ContainsKey(cell)) Take(cell, erasure, "emptied");
        return first;
    }
}
