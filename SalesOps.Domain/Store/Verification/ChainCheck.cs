using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Follows the audit chain link by link, opens what is sealed, and hands on what each entry says of the tables.</summary>
internal sealed class ChainCheck(JournalReader journal, Circumstances circumstances) : IDisposable
{
    private const string Columns = "Sequence, At, Action, ObjectType, ObjectId, ActorKind, ActorId, CustomerId, SalesUserId, OperationId, Changes, Sealed, SealedHash, Hash";
    private const int At = 1, Action = 2, ObjectType = 3, ObjectId = 4, ActorKind = 5, ActorId = 6, CustomerId = 7, SalesUserId = 8, OperationId = 9,
        Changes = 10, Sealed = 11, SealedHash = 12, Hash = 13;

    private readonly byte[] _previous = new byte[AuditHash.Size];
    private readonly AuditHash _link = new();
    private byte[] _opened = new byte[4096];
    private byte[]? _lastKey;
    private AesGcm? _cipher;

    /// <summary>The first entry from <paramref name="first"/> to <paramref name="last"/> that is wrong; null when none is.</summary>
    public Finding? Follow(SqliteConnection connection, long first, long last)
    {
        if (!Start(connection, first)) return null;
        var expected = first;
        var from = first == 1 ? long.MinValue : first;
        using var rows = new SqliteRows(connection,
            string.Create(CultureInfo.InvariantCulture, $"SELECT {Columns} FROM AuditEntries WHERE Sequence BETWEEN {from} AND {last} ORDER BY Sequence"));
        while (rows.Read())
        {
            // Only a table that is not the program's can hold another kind, and that is found by itself.
            if (rows[0].Type != CellType.Integer) continue;
            var sequence = rows[0].Integer;
            if (sequence < expected) return new Finding(sequence, "stands before the first");
            if (sequence > expected) return new Finding(expected, "is missing");
            try
            {
                if (Check(rows, sequence) is { } wrong) return new Finding(sequence, wrong);
            }
            catch (Exception problem) when (problem is not SqliteException)
            {
                // A value that this program never writes: a text where an id stands, JSON that is none.
                return new Finding(sequence, "holds what cannot be read");
            }
            expected++;
        }
        return expected <= last ? new Finding(expected, "is missing") : null;
    }

    /// <summary>Takes the hash of the entry before; false when that one is wrong, which is found with it.</summary>
    private bool Start(SqliteConnection connection, long first)
    {
        if (first == 1)
        {
            AuditHash.Genesis.CopyTo(_previous, 0);
            return true;
        }
        using var row = new SqliteRows(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT Hash FROM AuditEntries WHERE Sequence = {first - 1}"));
        if (!row.Read() || row[0].Bytes.Length != AuditHash.Size) return false;
        row[0].Bytes.CopyTo(_previous);
        return true;
    }

    /// <summary>What is wrong with the entry; null when nothing is.</summary>
    private string? Check(SqliteRows rows, long sequence)
    {
        var customer = rows.Id(CustomerId, orNull: true);
        var personal = ReadOnlySpan<byte>.Empty;
        Span<byte> hash = stackalloc byte[AuditHash.Size];
        if (rows[Sealed].Type != CellType.Null)
        {
            SHA256.HashData(rows.Blob(Sealed), hash);
            if (!hash.SequenceEqual(rows.Blob(SealedHash))) return "has a changed personal part";
        }
        Link(rows, sequence, hash);
        if (!hash.SequenceEqual(rows.Blob(Hash))) return "does not fit the chain";
        hash.CopyTo(_previous);

        if (IsNamedErasure(rows.Text(Action)) && !circumstances.IsMark(sequence)) return "is called an erasure, and erases nobody";
        var erased = customer.IsEmpty ? default : circumstances.ErasedOf(SqliteRows.IdOf(customer));
        if (rows[Sealed].Type != CellType.Null)
        {
            if (sequence < erased.SaidFrom && !erased.IsNothing) return "has a personal part, which an erasure destroyed";
            if (!TryOpen(rows.Blob(Sealed), customer, out personal)) return "has a personal part that its customer's key does not open";
        }
        else if (!rows.Blob(SealedHash).IsEmpty && sequence >= erased.Sequence) return "has lost its personal part, and no erasure says why";
        journal.Read(new JournalEntry(sequence, customer, rows.Id(OperationId), rows.Blob(Changes), personal));
        return null;
    }

    private static bool IsNamedErasure(ReadOnlySpan<byte> action) => action.SequenceEqual(Erasure.ActionBytes) || action.SequenceEqual(Erasure.ResealActionBytes);

    private void Link(SqliteRows rows, long sequence, Span<byte> hash)
    {
        _link.Begin(_previous);
        _link.Number(sequence);
        _link.Number(rows.WholeNumber(At));
        _link.Field(rows.Text(Action));
        _link.Field(rows.Text(ObjectType));
        _link.Field(rows.Id(ObjectId));
        _link.Field(rows.Text(ActorKind));
        _link.Field(rows.Id(ActorId, orNull: true));
        _link.Field(rows.Id(CustomerId, orNull: true));
        _link.Field(rows.Id(SalesUserId, orNull: true));
        _link.Field(rows.Id(OperationId));
        _link.Field(rows.Blob(Changes));
        _link.Field(rows.Blob(SealedHash));
        _link.End(hash);
    }

    private bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> customer, out ReadOnlySpan<byte> personal)
    {
        personal = [];
        if (customer.IsEmpty || circumstances.UseKey(SqliteRows.IdOf(customer)) is not { Length: CustomerSeal.KeySize } key) return false;
        if (key != _lastKey)
        {
            _cipher?.Dispose();
            (_lastKey, _cipher) = (key, CustomerSeal.Cipher(key));
        }
        if (_opened.Length < box.Length) _opened = new byte[2 * box.Length];
        if (!CustomerSeal.TryOpen(box, _cipher!, _opened, out var length)) return false;
        personal = _opened.AsSpan(0, length);
        return true;
    }

    public void Dispose() => _cipher?.Dispose();
}
