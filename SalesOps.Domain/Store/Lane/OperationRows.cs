using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Lane;

/// <summary>The lane's memory of commands carried out.</summary>
internal sealed class OperationRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(connection, "SELECT RequestHash, Answer, Sequence FROM Operations WHERE Id = ?1");
    private readonly Statement _add = new(connection, "INSERT INTO Operations (Id, Name, RequestHash, Answer, Sequence, At) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    private readonly Statement _forget = new(connection, "UPDATE Operations SET RequestHash = x'' WHERE Id IN (SELECT OperationId FROM AuditEntries WHERE CustomerId = ?1)");

    /// <summary>
    /// Forgets what was asked in a customer's operations: a hash of few possible values gives them away. The answers, which are ids and codes,
    /// stay: a message that is delivered again must not bring the customer back.
    /// </summary>
    public void Forget(Guid customerId)
    {
        _forget.Bind(1, customerId);
        _forget.Run();
    }

    public Operation? Find(Guid id)
    {
        _find.Bind(1, id);
        if (!_find.Step()) return null;
        var operation = new Operation { Id = id, RequestHash = _find.Blob(0), Answer = _find.Blob(1), Sequence = _find.Long(2) };
        _find.Reset();
        return operation;
    }

    public void Add(LaneRequest request, byte[] answer, long sequence, DateTime at)
    {
        _add.Bind(1, request.OperationId);
        _add.Bind(2, request.Name);
        _add.Bind(3, request.RequestHash);
        _add.Bind(4, answer);
        _add.Bind(5, sequence);
        _add.Bind(6, new DateTimeOffset(at).ToUnixTimeMilliseconds());
        _add.Run();
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
        _forget.Dispose();
    }
}
