using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesOps.Tests.Faults;

/// <summary>
/// Stands between SQLite and its files, in this process: a copy of SQLite's own VFS, whose writes, truncations, syncs and deletions in the
/// folder of a <see cref="FaultyDisk"/> are told to that disk first. Everything else goes straight to the original.
/// </summary>
internal static unsafe class SqliteShim
{
    // Places in sqlite3_vfs and sqlite3_io_methods, counted in pointers.
    private const int VfsSlots = 21, VfsName = 3, VfsOpen = 5, VfsDelete = 6;
    private const int FileSlots = 19, FileClose = 1, FileWrite = 3, FileTruncate = 4, FileSync = 5;

    private static readonly ConcurrentDictionary<string, FaultyDisk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, OpenFile> Open = [];
    private static readonly ConcurrentDictionary<nint, nint> Tables = [];
    private static readonly nint* Original = Register();

    /// <summary>From here on the disk is told of what happens to the files of its folder that are opened.</summary>
    public static void Watch(FaultyDisk disk)
    {
        _ = Original;
        Disks[disk.Folder] = disk;
    }

    public static void Forget(FaultyDisk disk) => Disks.TryRemove(disk.Folder, out _);

    private static nint* Register()
    {
        var original = (nint*)sqlite3_vfs_find(0);
        var vfs = (nint*)NativeMemory.Alloc(VfsSlots, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>(original, VfsSlots).CopyTo(new Span<nint>(vfs, VfsSlots));
        vfs[VfsName] = Marshal.StringToCoTaskMemUTF8("faulty");
        vfs[VfsOpen] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int>)&OnOpen;
        vfs[VfsDelete] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, int>)&OnDelete;
        Assert.Equal(0, sqlite3_vfs_register((nint)vfs, 1));
        return original;
    }

    private static FaultyDisk? DiskOf(string path) => Path.GetDirectoryName(path) is { } folder ? Disks.GetValueOrDefault(folder) : null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(nint vfs, byte* name, nint* file, int flags, int* outFlags)
    {
        var code = ((delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int>)Original[VfsOpen])((nint)Original, name, file, flags, outFlags);
        if (code != 0 || name is null || Marshal.PtrToStringUTF8((nint)name) is not { } path || DiskOf(path) is not { } disk) return code;
        Open[(nint)file] = new OpenFile(disk, Path.GetFileName(path), *file);
        *file = Tables.GetOrAdd(*file, static original => Shimmed(original));
        return code;
    }

    private static nint Shimmed(nint original)
    {
        var table = (nint*)NativeMemory.Alloc(FileSlots, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>((void*)original, FileSlots).CopyTo(new Span<nint>(table, FileSlots));
        table[FileClose] = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnClose;
        table[FileWrite] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&OnWrite;
        table[FileTruncate] = (nint)(delegate* unmanaged[Cdecl]<nint, long, int>)&OnTruncate;
        table[FileSync] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&OnSync;
        return (nint)table;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(nint file)
    {
        Open.TryRemove(file, out var open);
        return ((delegate* unmanaged[Cdecl]<nint, int>)open!.Original(FileClose))(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(nint file, byte* bytes, int length, long offset)
    {
        var open = Open[file];
        var original = (delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)open.Original(FileWrite);
        var fault = open.Disk.Told(new DiskCall(DiskCallKind.Write, open.Name, offset, new ReadOnlySpan<byte>(bytes, length).ToArray()));
        if (fault == 0) return original(file, bytes, length, offset);
        // A disk that fills up takes the first half.
        if (fault == DiskFault.Full.Code) original(file, bytes, length / 2, offset);
        return fault;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(nint file, long size)
    {
        var open = Open[file];
        var fault = open.Disk.Told(new DiskCall(DiskCallKind.Truncate, open.Name, size));
        return fault != 0 ? fault : ((delegate* unmanaged[Cdecl]<nint, long, int>)open.Original(FileTruncate))(file, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(nint file, int flags)
    {
        var open = Open[file];
        var fault = open.Disk.Told(new DiskCall(DiskCallKind.Sync, open.Name, 0));
        return fault != 0 ? fault : ((delegate* unmanaged[Cdecl]<nint, int, int>)open.Original(FileSync))(file, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(nint vfs, byte* name, int syncFolder)
    {
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        if (File.Exists(path) && DiskOf(path)?.Told(new DiskCall(DiskCallKind.Delete, Path.GetFileName(path), 0)) is { } fault and not 0) return fault;
        return ((delegate* unmanaged[Cdecl]<nint, byte*, int, int>)Original[VfsDelete])((nint)Original, name, syncFolder);
    }

    private sealed record OpenFile(FaultyDisk Disk, string Name, nint Methods)
    {
        public nint Original(int slot) => ((nint*)Methods)[slot];
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern nint sqlite3_vfs_find(nint name);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern int sqlite3_vfs_register(nint vfs, int makeDefault);
}
