using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store;

/// <summary>The lane's own statements: made once, run with new values again and again.</summary>
internal static class Statements
{
    /// <summary>A command whose parameters have no values yet; they are set by their place.</summary>
    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }

    /// <summary>Runs <paramref name="sql"/> once.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        command.ExecuteNonQuery();
    }
}
