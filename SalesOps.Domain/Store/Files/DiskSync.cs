using System.Runtime.InteropServices;
using System.Text;

namespace SalesOps.Domain.Store.Files;

/// <summary>Waits for the disk.</summary>
internal static class DiskSync
{
    /// <summary>Waits until a file, or a folder's list of names, lies on the disk.</summary>
    /// <exception cref="IOException">The disk did not confirm it.</exception>
    public static void Of(string path)
    {
        // Windows writes names through by itself and opens no folder.
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(Encoding.UTF8.GetBytes(path + '\0'), 0);
        var synced = handle >= 0 && FSync(handle) == 0;
        var problem = Marshal.GetLastPInvokeErrorMessage();
        if (handle >= 0) _ = Close(handle);
        if (!synced) throw new IOException($"{path} could not be written to the disk: {problem}");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int FSync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Close(int handle);
}
