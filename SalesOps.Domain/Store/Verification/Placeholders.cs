using System.Buffers.Binary;
using System.Text;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>What an erasure leaves of a row.</summary>
internal static class Placeholders
{
    /// <summary>What an erasure puts into a personal column; 0 for NULL.</summary>
    public static ulong Placeholder(this Table table, TableColumn column, in RowHash row)
    {
        if (column.IsNullable) return 0;
        if (!table.IsMessages || column.Name != nameof(Message.ExternalId)) return row.Of(column.Index, column.Type, []);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, row.Id);
        return row.Of(column.Index, column.Type, Encoding.UTF8.GetBytes(Message.ErasedId(new Guid(id, true))));
    }
}
