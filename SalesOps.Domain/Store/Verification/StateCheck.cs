using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// Follows the chain and rebuilds from it what the tables must hold. Both are sums, so that the parts of a long chain are read on all cores,
/// and only what differs is looked at cell by cell.
/// </summary>
internal sealed class StateCheck(Readers readers, Circumstances circumstances, long last)
{
    private const int Part = 20_000;
    private readonly CellHash _hash = new();
    private readonly CellSums _said = new(Tables.All.List.Length);
    private readonly CellSums _stored = new(Tables.All.List.Length);
    private readonly SingleCells _singlesSaid = new();
    private readonly SingleCells _singlesStored = new();
    private readonly Lock _gate = new();
    private long _firstOperation = long.MaxValue;
    private Finding? _found;

    /// <summary>The first entry that does not fit the chain.</summary>
    public Finding? Chain()
    {
        Finding? first = null;
        readers.OnAllCores(Parts(), (part, connection) =>
        {
            var (sums, singles) = (new CellSums(Tables.All.List.Length), new SingleCells());
            var journal = new JournalReader(_hash, circumstances, sums, singles);
            using var chain = new ChainCheck(journal, circumstances);
            var found = chain.Follow(connection, part.First, part.Last);
            lock (_gate)
            {
                if (found is not null && !(first?.Sequence <= found.Sequence)) first = found;
                _said.Add(sums);
                _singlesSaid.Add(singles);
                _firstOperation = Math.Min(_firstOperation, journal.FirstOperation);
            }
        });
        return first;
    }

    /// <summary>Reads what the tables hold: work that can be done beside other work, after <see cref="Chain"/>.</summary>
    public IEnumerable<Action<SqliteConnection>> EachTable() => Tables.All.List.Select(table => (Action<SqliteConnection>)(connection => Read(table, connection)));

    private void Read(Table table, SqliteConnection connection)
    {
        var (sums, singles) = (new CellSums(Tables.All.List.Length), new SingleCells());
        var reader = new TableReader(_hash, circumstances, sums, singles, _firstOperation);
        reader.Read(connection, table);
        lock (_gate)
        {
            _stored.Add(sums);
            _singlesStored.Add(singles);
            _found = Finding.First(_found, reader.Found);
        }
    }

    /// <summary>The first entry that wrote what the tables do not hold; to be asked after <see cref="EachTable"/>.</summary>
    public Finding? State()
    {
        var single = _singlesSaid.FirstNotIn(_singlesStored);
        var parts = _said.DifferentParts(_stored);
        return Finding.First(Finding.First(single, parts.Count == 0 ? null : Locate(parts)), _found);
    }

    private Finding Locate(HashSet<int> parts)
    {
        var (said, stored) = (new CellTable(parts), new CellTable(parts));
        readers.OnAllCores([0], (_, connection) =>
        {
            using var chain = new ChainCheck(new JournalReader(_hash, circumstances, said, new SingleCells()), circumstances);
            chain.Follow(connection, 1, last);
            foreach (var table in Tables.All.List) new TableReader(_hash, circumstances, stored, new SingleCells(), _firstOperation).Read(connection, table);
        });
        return said.FirstNotIn(stored) ?? new Finding(Finding.NoEntry, "the tables are not what the audit entries say");
    }

    private List<(long First, long Last)> Parts()
    {
        var parts = new List<(long, long)>();
        for (var first = 1L; first == 1 || first <= last; first += Part) parts.Add((first, Math.Min(first + Part - 1, last)));
        return parts;
    }
}
