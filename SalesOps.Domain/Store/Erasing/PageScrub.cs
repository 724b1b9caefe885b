using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Erasing;

/// <summary>
/// Overwrites what stands in the unused part of the store's pages: copies of rows that moved to other pages, which <c>secure_delete</c> leaves there.
/// It writes through SQLite's own file and past its cache, in a fraction of the time in which <c>VACUUM</c> writes the store anew. Not a byte that SQLite
/// reads changes, so readers go on, and a write that is torn by a crash harms nothing.
/// </summary>
internal static class PageScrub
{
    private const int FilePointer = 7;
    private const int SyncNormal = 2;
    private const int PagesAtOnce = 64;
    /// <summary>Up to here the first byte tells trees from overflow and free pages, which begin with a page's number.</summary>
    private const long MostPages = 1 << 24;

    /// <summary>Asked of the only writer, between transactions, when its log is empty: what lies in the log would come back.</summary>
    /// <exception cref="SqliteException">The store cannot be read or written.</exception>
    public static void Run(SqliteConnection connection)
    {
        var (size, pages) = ((int)connection.Number("PRAGMA page_size"), connection.Number("PRAGMA page_count"));
        if (pages > MostPages || connection.Number("PRAGMA auto_vacuum") != 0)
        {
            connection.InFiles(() => connection.Execute("VACUUM"));
            return;
        }
        // What the cache remembers of the pages would be written back with them.
        connection.Execute("PRAGMA shrink_memory");
        Check(FileControl(connection.Handle!.DangerousGetHandle(), 0, FilePointer, out var file));
        var methods = Marshal.ReadIntPtr(file);
        var read = Method<Transfer>(methods, 2);
        var write = Method<Transfer>(methods, 3);
        var some = new byte[size * PagesAtOnce];
        var isChanged = false;
        for (var first = 0L; first < pages; first += PagesAtOnce)
        {
            var count = (int)Math.Min(PagesAtOnce, pages - first);
            Check(read(file, ref some[0], count * size, first * size));
            for (var i = 0; i < count; i++)
            {
                if (!Scrub(some.AsSpan(i * size, size), first + i == 0)) continue;
                Check(write(file, ref some[i * size], size, (first + i) * size));
                isChanged = true;
            }
        }
        if (isChanged) Check(Method<Sync>(methods, 5)(file, SyncNormal));
    }

    /// <summary>Clears the unused part of a page of a tree; false when there is nothing to clear.</summary>
    internal static bool Scrub(Span<byte> page, bool isFirst)
    {
        var tree = isFirst ? page[100..] : page;
        if (tree[0] is not (2 or 5 or 10 or 13)) return false;
        var start = page.Length - tree.Length + (tree[0] < 10 ? 12 : 8) + 2 * Word(tree, 3);
        var end = Word(tree, 5) is 0 ? 65536 : Word(tree, 5);
        if (start > end || end > page.Length) throw new SqliteException("A page of the store is damaged.", 11);
        var isChanged = Clear(page[start..end]);
        for (int block = Word(tree, 1), last = end - 1; block != 0; (last, block) = (block, Word(page, block)))
        {
            if (block <= last || block + 4 > page.Length || Word(page, block + 2) is var length && (length < 4 || block + length > page.Length))
                throw new SqliteException("A page of the store is damaged.", 11);
            isChanged |= Clear(page.Slice(block + 4, length - 4));
        }
        return isChanged;
    }

    private static bool Clear(Span<byte> unused)
    {
        if (!unused.ContainsAnyExcept((byte)0)) return false;
        unused.Clear();
        return true;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static T Method<T>(nint methods, int index) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(methods, index * nint.Size));

    private static void Check(int code)
    {
        if (code != 0) throw new SqliteException(string.Create(CultureInfo.InvariantCulture, $"The store's pages cannot be cleared: SQLite error {code}"), code & 0xFF, code);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Transfer(nint file, ref byte bytes, int count, long offset);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sync(nint file, int flags);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, nint name, int operation, out nint file);
}
