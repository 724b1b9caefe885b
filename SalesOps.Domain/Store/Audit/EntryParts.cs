using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store.Format;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Audit;

/// <summary>
/// What an action changed, as the journal keeps it (see <see cref="ChangeWriter"/>): columns as the store keeps them, NULL left out of added rows.
/// Personal columns stand in a second part of the same form, which gets sealed; of secrets only the SHA-256 is noted.
/// An operation's last entry notes its row of Operations too: of the answer the SHA-256, and the request's hash with what is personal.
/// An erasure has no sealed part: of personal columns it keeps only what was put in their place.
/// </summary>
internal sealed class EntryParts
{
    private static readonly Func<Column, bool> Any = _ => true;
    private static readonly Func<Column, bool> Personal = column => column.IsPersonal;
    private static readonly Func<Column, bool> NotPersonal = column => !column.IsPersonal;

    private static readonly int Operations = JournalNumbers.OfTable("Operations");
    private static readonly int Name = OperationColumn(nameof(Operation.Name));
    private static readonly int RequestHash = OperationColumn(nameof(Operation.RequestHash));
    private static readonly int Answer = OperationColumn(nameof(Operation.Answer));
    private static readonly int Sequence = OperationColumn(nameof(Operation.Sequence));
    private static readonly int At = OperationColumn(nameof(Operation.At));

    private readonly ChangeWriter _open = new();
    private readonly ChangeWriter _personal = new();

    /// <summary>The open part of <paramref name="rows"/>; <paramref name="personal"/> is empty when nothing personal changed, and good until the next call.</summary>
    /// <param name="operation">The operation that ends with this entry; null when more entries of it follow.</param>
    public byte[] Write(IEnumerable<RowChange> rows, bool isErasure, Operation? operation, out ReadOnlySpan<byte> personal)
    {
        _open.Start();
        _personal.Start();
        var anyPersonal = false;
        foreach (var row in rows) anyPersonal |= Write(row, isErasure);
        if (operation is not null) Write(operation, anyPersonal ? _personal : _open);
        personal = anyPersonal ? _personal.Written : [];
        return _open.Written.ToArray();
    }

    private bool Write(RowChange row, bool isErasure)
    {
        Row(_open, row, NotPersonal, isErasure ? Any : NotPersonal);
        if (isErasure) return false;
        var personal = false;
        for (var i = 0; i < row.Shape.Columns.Length; i++) personal |= row.Has(i) && row.Shape.Columns[i].IsPersonal;
        if (personal) Row(_personal, row, Personal, Personal);
        return personal;
    }

    private void Write(Operation operation, ChangeWriter request)
    {
        Span<byte> id = stackalloc byte[16];
        operation.Id.TryWriteBytes(id, true, out _);
        _open.Row(Operations, id, ChangeWriter.Is);
        _open.Cell(Name, operation.Name);
        if (request == _open) _open.Cell(RequestHash, CellKind.Blob, operation.RequestHash);
        _open.Hashed(Answer, operation.Answer);
        _open.Cell(Sequence, operation.Sequence);
        _open.Cell(At, new DateTimeOffset(operation.At).ToUnixTimeMilliseconds());
        _open.EndSide();
        if (request == _open) return;
        request.Row(Operations, id, ChangeWriter.Is);
        request.Cell(RequestHash, CellKind.Blob, operation.RequestHash);
        request.EndSide();
    }

    private static void Row(ChangeWriter part, RowChange row, Func<Column, bool> was, Func<Column, bool> isNow)
    {
        Span<byte> id = stackalloc byte[16];
        row.Shape.IdOf(row.Row)!.Value.TryWriteBytes(id, true, out _);
        var isRemoved = row.State == EntityState.Deleted;
        part.Row(row.Shape.Number, id, (byte)((row.Before is null ? 0 : ChangeWriter.Was) | (isRemoved ? 0 : ChangeWriter.Is)));
        if (row.Before is { } before) Side(part, row, before, was);
        if (!isRemoved) Side(part, row, row.Row, isNow);
    }

    private static void Side(ChangeWriter part, RowChange row, object values, Func<Column, bool> stands)
    {
        for (var i = 0; i < row.Shape.Columns.Length; i++)
        {
            var column = row.Shape.Columns[i];
            if (column.IsKey || !row.Has(i) || !stands(column)) continue;
            if (row.State == EntityState.Added && column.IsNull(values)) continue;
            if (column.IsSecret) column.WriteHashed(values, part);
            else column.Write(values, part);
        }
        part.EndSide();
    }

    private static int OperationColumn(string name) => JournalNumbers.OfColumn("Operations", name);
}
