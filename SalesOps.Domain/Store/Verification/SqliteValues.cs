using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// SQLite's functions that hand over a value of the present row. They take nanoseconds and wait for nobody, and are called as such: the usual way
/// into SQLite, which counts the handle's users and lets the garbage collector go on, takes several times as long, and a store has a hundred million values.
/// </summary>
internal static class SqliteValues
{
    private const string Library = "e_sqlite3";
    private const DllImportSearchPath Beside = DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories;

    /// <summary>A text's UTF-8 or a blob's bytes in SQLite's memory.</summary>
    public static ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        var first = Blob(statement, column);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), first), Length(statement, column));
    }

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_type", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    public static extern int Type(nint statement, int column);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_int64", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    public static extern long Integer(nint statement, int column);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_double", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    public static extern double Real(nint statement, int column);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_blob", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern nint Blob(nint statement, int column);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_bytes", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern int Length(nint statement, int column);
}
