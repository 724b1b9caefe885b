using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Rows;
using ChannelOf = System.Threading.Channels.Channel;

namespace SalesOps.Domain.Store.Generated;

/// <summary>The search index of generated customers, made in a file of its own on another core while the lane files them, and taken into the store whole.</summary>
internal sealed class GeneratedSearch : IAsyncDisposable
{
    private const int Waiting = 4;
    private readonly string _file;
    private readonly SqliteConnection _connection;
    private readonly Channel<IReadOnlyList<Customer>> _customers = ChannelOf.CreateBounded<IReadOnlyList<Customer>>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _work;

    /// <param name="folder">Where the file stands meanwhile.</param>
    public GeneratedSearch(string folder)
    {
        _file = Path.Combine(folder, "search.db");
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false }.ToString());
        _connection.Open();
        foreach (var statement in (string[])["PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -131072",
            // The store's own, but for where it reads a text again, which nobody asks here.
            "CREATE VIRTUAL TABLE CustomerSearch USING fts5(Text, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1')",
            "CREATE TABLE CustomerSearch_rows (Row INTEGER NOT NULL PRIMARY KEY, CustomerId BLOB NOT NULL)", "BEGIN"]) _connection.Execute(statement);
        _work = Task.Run(WriteAsync);
    }

    /// <summary>Waits while several are not yet written.</summary>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    public async Task AddAsync(IReadOnlyList<Customer> customers)
    {
        try
        {
            await _customers.Writer.WriteAsync(customers);
        }
        catch (ChannelClosedException)
        {
            // Its cause is the caller's to know.
            await _work;
        }
    }

    /// <summary>Waits until all are written, and copies the index into the store, whose own is empty.</summary>
    /// <exception cref="SqliteException">One of the files cannot be written.</exception>
    public async Task FileAsync(SqliteConnection store)
    {
        _customers.Writer.TryComplete();
        await _work;
        await _connection.DisposeAsync();
        using (var attach = new Statement(store, "ATTACH ?1 AS made"))
        {
            attach.Bind(1, _file);
            attach.Run();
        }
        foreach (var statement in (string[])["BEGIN", "INSERT INTO CustomerSearch_rows SELECT * FROM made.CustomerSearch_rows ORDER BY Row",
            "DELETE FROM CustomerSearch_data", "INSERT INTO CustomerSearch_data SELECT * FROM made.CustomerSearch_data ORDER BY id",
            "INSERT INTO CustomerSearch_idx SELECT * FROM made.CustomerSearch_idx", "COMMIT", "DETACH made"]) store.Execute(statement);
        File.Delete(_file);
    }

    private async Task WriteAsync()
    {
        try
        {
            // As the store's view composes it.
            using var index = new Statement(_connection, "INSERT INTO CustomerSearch (rowid, Text) VALUES (?1, '  ' || replace(?2, ' ', '  '))");
            using var note = new Statement(_connection, "INSERT INTO CustomerSearch_rows VALUES (?1, ?2)");
            var row = 0L;
            await foreach (var customers in _customers.Reader.ReadAllAsync())
                foreach (var customer in customers)
                {
                    index.Bind(1, ++row);
                    index.Bind(2, customer.SearchText);
                    index.Run();
                    note.Bind(1, row);
                    note.Bind(2, customer.Id);
                    note.Run();
                }
            _connection.Execute("COMMIT");
        }
        finally
        {
            _customers.Writer.TryComplete();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _customers.Writer.TryComplete();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
    }
}
