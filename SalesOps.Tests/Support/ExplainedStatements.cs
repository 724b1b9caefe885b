using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SalesOps.Tests.Support;

/// <summary>Explains what readers ask, before it is asked.</summary>
internal sealed class ExplainedStatements : DbCommandInterceptor
{
    /// <summary>Nothing is explained while this is false.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>The statement and, line by line, its plan.</summary>
    public List<string> Run { get; } = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (!IsOn) return ValueTask.FromResult(result);
        using var explain = command.Connection!.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        foreach (SqliteParameter p in command.Parameters) explain.Parameters.Add(new SqliteParameter(p.ParameterName, p.Value));
        using var rows = explain.ExecuteReader();
        var plan = command.CommandText.ReplaceLineEndings(" ");
        while (rows.Read()) plan += "\n  " + rows.GetString(3);
        Run.Add(plan);
        return ValueTask.FromResult(result);
    }
}
