using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store;

/// <summary>The lane's memory of commands carried out.</summary>
internal sealed class OperationRows : IDisposable
{
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _add;

    public OperationRows(SqliteConnection connection)
    {
        _find = connection.Statement("SELECT RequestHash, Answer, Sequence FROM Operations WHERE Id = $id", "$id");
        _add = connection.Statement("INSERT INTO Operations (Id, Name, RequestHash, Answer, Sequence, At) VALUES ($id, $name, $hash, $answer, $sequence, $at)",
            "$id", "$name", "$hash", "$answer", "$sequence", "$at");
    }

    public Operation? Find(Guid id)
    {
        _find.Parameters[0].Value = id.ToByteArray(true);
        using var row = _find.ExecuteReader();
        return row.Read()
            ? new Operation { Id = id, RequestHash = row.GetFieldValue<byte[]>(0), Answer = row.GetFieldValue<byte[]>(1), Sequence = row.GetInt64(2) }
            : null;
    }

    public void Add(LaneRequest request, byte[] answer, long sequence, DateTime at)
    {
        _add.Parameters[0].Value = request.OperationId.ToByteArray(true);
        _add.Parameters[1].Value = request.Name;
        _add.Parameters[2].Value = request.RequestHash;
        _add.Parameters[3].Value = answer;
        _add.Parameters[4].Value = sequence;
        _add.Parameters[5].Value = new DateTimeOffset(at).ToUnixTimeMilliseconds();
        _add.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }
}
