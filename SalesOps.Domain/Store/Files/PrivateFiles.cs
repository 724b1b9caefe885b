namespace SalesOps.Domain.Store.Files;

/// <summary>
/// Whoever can read a store's files has everybody's names, messages and password hashes: they are for their owner alone, whatever the umask says.
/// On Windows the folder's own rules say who reads.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder that its owner alone can enter; one that somebody made already keeps its mode.</summary>
    public static DirectoryInfo MakeFolder(string folder) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, OwnFolder);

    /// <summary>Opens a file to write; its owner's alone when it is made here.</summary>
    /// <param name="mode">One that can make a file.</param>
    internal static FileStream Open(string file, FileMode mode, FileAccess access = FileAccess.Write, FileShare share = FileShare.Read, int bufferSize = 4096)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnFile;
        return new FileStream(file, options);
    }

    /// <summary>Makes an empty file, unless it is there: what SQLite makes beside its database takes the database's mode.</summary>
    internal static void Make(string file)
    {
        if (!File.Exists(file)) Open(file, FileMode.OpenOrCreate).Dispose();
    }

    /// <summary>Takes from others what earlier versions, or a copy, left them of files that are there.</summary>
    internal static void Close(IEnumerable<string> files)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files)
        {
            try
            {
                if (File.Exists(file) && File.GetUnixFileMode(file) != OwnFile) File.SetUnixFileMode(file, OwnFile);
            }
            catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
            {
                // Another user's, whom a group lets us in to: that one says who may read it.
            }
        }
    }
}
