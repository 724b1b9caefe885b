using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// A value of a statement's present row, as SQLite holds it. Its functions take nanoseconds and wait for nobody, and are called as such: the usual
/// way into SQLite counts the handle's users, lets the garbage collector go on and takes the connection's lock for each question, and a store has a hundred million values.
/// </summary>
internal readonly struct SqliteValue(nint statement, int column)
{
    private const string Library = "e_sqlite3";
    private const DllImportSearchPath Beside = DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories;

    private readonly nint _value = ValueOf(statement, column);

    public CellType Type => (CellType)TypeOf(_value);

    public long Integer => IntegerOf(_value);

    public double Real => RealOf(_value);

    /// <summary>A text's UTF-8 or a blob's bytes in SQLite's memory, good until the next row.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            var first = BytesOf(_value);
            return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), first), LengthOf(_value));
        }
    }

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_value", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern nint ValueOf(nint statement, int column);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_value_type", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern int TypeOf(nint value);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_value_int64", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern long IntegerOf(nint value);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_value_double", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern double RealOf(nint value);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_value_blob", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern nint BytesOf(nint value);

    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_value_bytes", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(Beside)]
    private static extern int LengthOf(nint value);
}
