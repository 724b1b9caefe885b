using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// The store's tables, views, indexes and triggers, held against those that the migrations make. These stand in Schema.sql, for running the
/// migrations takes longer than reading a store; every store has come through all of them, and so has the same texts.
/// </summary>
internal sealed class Schema
{
    private const string Resource = "schema.sql";
    private const string Migrations = "__EFMigrationsHistory";
    private const string Header = "-- ";
    private static readonly string[] Searches = ["CustomerSearch", "MessageSearch"];
    private static readonly Lazy<IReadOnlyList<SchemaObject>> Expected = new(Written);

    private Schema() { }

    /// <summary>What is wrong with the tables, so that nothing else can be asked of them; null when nothing is.</summary>
    public string? OfTables { get; private set; }

    /// <summary>What else is wrong; null when nothing is.</summary>
    public string? OfTheRest { get; private set; }

    public static Schema Read(SqliteConnection connection)
    {
        var schema = new Schema();
        using (var encoding = new Statement(connection, "PRAGMA encoding"))
            if (encoding.Step() && encoding.Text(0) is not "UTF-8" and var other) schema.OfTables = $"the store keeps texts as {other}, which this program does not";
        var found = Stored(connection).ToLookup(o => o.Name, StringComparer.Ordinal);
        foreach (var expected in Expected.Value)
        {
            if (found[expected.Name].FirstOrDefault(o => o.Type == expected.Type) is not { } stored) schema.Note(expected, "is missing");
            else if (stored.Table == expected.Table && stored.Sql == expected.Sql) continue;
            else if (expected is { Type: "table", IsOfRows: true } && UnlikeRows(connection, expected.Name) is { } what) schema.Note(expected, what);
            else schema.OfTheRest ??= $"the {expected} is not as this program makes it";
        }
        foreach (var stored in found.SelectMany(o => o).Where(o => !Expected.Value.Any(e => e.Name == o.Name && e.Type == o.Type))) schema.Note(stored, "is none of this program's");
        if (found[Migrations].Any(o => o.Type == "table")) schema.NoteMigrations(connection);
        return schema;
    }

    /// <summary>A store's schema as it stands in Schema.sql.</summary>
    public static string TextOf(SqliteConnection connection) => string.Concat(Stored(connection).OrderBy(o => o.Type == "table" ? 0 : 1).ThenBy(o => o.Type, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal)
        .Select(o => $"{Header}{o.Type} {o.Name} {o.Table}\n{o.Sql}\n\n"));

    private void Note(SchemaObject about, string what)
    {
        if (about.IsTable) OfTables ??= $"the {about} {what}";
        else OfTheRest ??= $"the {about} {what}";
    }

    private void NoteMigrations(SqliteConnection connection)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        using (var rows = new Statement(connection, $"SELECT MigrationId FROM {Migrations}"))
            while (rows.Step()) applied.Add(rows.Text(0));
        if (StoreFiles.Migrations.Except(applied).Order(StringComparer.Ordinal).FirstOrDefault() is not { } missing) return;
        OfTheRest ??= $"the migration {missing} is not on the list of those that were applied";
    }

    /// <summary>What tells the columns and the key from those that rows are read by; null when nothing does.</summary>
    private static string? UnlikeRows(SqliteConnection connection, string table)
    {
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(connection).Options);
        var columns = RowShape.All(store.Model).Single(s => s.Table == table).Columns.ToDictionary(c => c.Name, c => c.IsKey, StringComparer.Ordinal);
        using var rows = new Statement(connection, $"SELECT name, pk > 0, hidden, type FROM pragma_table_xinfo('{table}')");
        while (rows.Step())
        {
            var name = rows.Text(0);
            if (!columns.Remove(name, out var isKey) || rows.Flag(2)) return $"has a column {name}, which is none of this program's";
            if (rows.Flag(1) != isKey || (name == nameof(Model.AuditEntry.Sequence) && isKey && rows.Text(3) != "INTEGER")) return "has another key";
        }
        return columns.Keys.FirstOrDefault() is { } gone ? $"has lost its column {gone}" : null;
    }

    /// <summary>All but what SQLite makes for itself.</summary>
    private static List<SchemaObject> Stored(SqliteConnection connection)
    {
        var objects = new List<SchemaObject>();
        using var rows = new Statement(connection, "SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name, type");
        while (rows.Step()) objects.Add(new(rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3).ReplaceLineEndings("\n")));
        return objects;
    }

    private static List<SchemaObject> Written()
    {
        using var text = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(Resource)!, Encoding.UTF8);
        return [.. text.ReadToEnd().ReplaceLineEndings("\n").Split($"\n{Header}").Select(part => part.TrimStart('-', ' ').Split('\n', 2))
            .Select(part => (Head: part[0].Split(' '), Sql: part[1].Trim())).Select(o => new SchemaObject(o.Head[0], o.Head[1], o.Head[2], o.Sql)).OrderBy(o => o.Name, StringComparer.Ordinal)];
    }

    private sealed record SchemaObject(string Type, string Name, string Table, string Sql)
    {
        /// <summary>It is read as a table; the search indexes are looked at by themselves.</summary>
        public bool IsTable => Type is "table" or "view" && !Searches.Any(s => Name == s || Name.StartsWith($"{s}_", StringComparison.Ordinal));

        /// <summary>The program's own rows stand in it.</summary>
        public bool IsOfRows => IsTable && !Name.StartsWith("__", StringComparison.Ordinal);

        public override string ToString() => $"{Type} {Name}";
    }
}
