using System.Text;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Tests.Support;

/// <summary>A store as somebody has it who gets at the disk: bytes, free pages and logs included.</summary>
internal static class RawStore
{
    /// <summary>Which of the texts stand anywhere in any file of the folder or of those in it, as "file: text".</summary>
    public static List<string> Find(StoreFiles files, IEnumerable<string> texts)
    {
        var needles = texts.Select(text => (text, bytes: Encoding.UTF8.GetBytes(text))).ToList();
        var found = new List<string>();
        foreach (var path in Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            // The lock file is empty, and its process alone may open it.
            if (new FileInfo(path).Length == 0) continue;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            // Less when the log was cut while it was read.
            var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            found.AddRange(needles.Where(n => content.AsSpan(0, read).IndexOf(n.bytes) >= 0).Select(n => $"{Path.GetRelativePath(files.Folder, path)}: {n.text}"));
        }
        return found;
    }

    /// <summary>Changes the store behind the program's back.</summary>
    public static void Execute(StoreFiles files, params string[] sql)
    {
        using var connection = new SqliteConnection($"Data Source={files.Database};Pooling=False");
        connection.Open();
        foreach (var statement in sql) connection.Execute(statement);
    }
}
