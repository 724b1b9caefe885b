using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SalesOps.Domain.Store;

/// <summary>
/// Keeps the statements of the lane's queries prepared. EF makes a new command for every query and SQLite would compile its SQL anew,
/// which costs more than running it; the lane asks the same few questions thousands of times a second.
/// </summary>
internal sealed class PreparedQueries : DbCommandInterceptor, IDisposable
{
    private const int Most = 200;
    private readonly Dictionary<string, Prepared> _prepared = [];

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Find(command) is { } prepared ? InterceptionResult<DbDataReader>.SuppressWithResult(prepared.Execute(command)) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => ValueTask.FromResult(ReaderExecuting(command, eventData, result));

    /// <summary>Null when the statement is being read already, or too many are kept.</summary>
    private Prepared? Find(DbCommand command)
    {
        if (_prepared.TryGetValue(command.CommandText, out var prepared)) return prepared.IsFree ? prepared : null;
        if (_prepared.Count == Most) return null;
        return _prepared[command.CommandText] = new Prepared((SqliteCommand)command);
    }

    public void Dispose()
    {
        foreach (var prepared in _prepared.Values) prepared.Dispose();
    }

    private sealed class Prepared : IDisposable
    {
        private readonly SqliteCommand _command;
        private SqliteDataReader? _reader;

        public Prepared(SqliteCommand like)
        {
            _command = like.Connection!.CreateCommand();
            _command.CommandText = like.CommandText;
            foreach (SqliteParameter parameter in like.Parameters) _command.Parameters.Add(new SqliteParameter { ParameterName = parameter.ParameterName });
        }

        public bool IsFree => _reader is null or { IsClosed: true };

        public SqliteDataReader Execute(DbCommand command)
        {
            for (var i = 0; i < _command.Parameters.Count; i++) _command.Parameters[i].Value = command.Parameters[i].Value;
            return _reader = _command.ExecuteReader();
        }

        public void Dispose() => _command.Dispose();
    }
}
