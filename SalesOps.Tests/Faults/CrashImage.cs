namespace SalesOps.Tests.Faults;

/// <summary>What of the calls before a crash reached the disk.</summary>
internal enum Crash
{
    /// <summary>The process died: the system still writes what it was given.</summary>
    Kill,
    /// <summary>Power went: nothing that was not synced is there.</summary>
    PowerCut,
    /// <summary>Power went: of what was not synced some is there, sector by sector, in no order.</summary>
    TornPowerCut,
}

/// <summary>Lays down a store's files as a crash would have left them.</summary>
internal static class CrashImage
{
    private const int Sector = 512;

    /// <summary>Writes into <paramref name="folder"/> what was in <paramref name="before"/>, and what the first <paramref name="count"/> calls made of it.</summary>
    public static void Make(string before, string folder, IReadOnlyList<DiskCall> calls, int count, Crash crash, int seed)
    {
        var files = Directory.GetFiles(before).ToDictionary(f => Path.GetFileName(f)!, f => new Image(File.ReadAllBytes(f)), StringComparer.Ordinal);
        var lastSync = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            if (calls[i].Kind == DiskCallKind.Sync) lastSync[calls[i].File] = i;
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var call = calls[i];
            if (!files.TryGetValue(call.File, out var image)) files[call.File] = image = new Image([]);
            var survives = crash == Crash.Kill || i < lastSync.GetValueOrDefault(call.File, -1);
            switch (call.Kind)
            {
                case DiskCallKind.Delete:
                    // SQLite syncs the folder with it where it matters.
                    files.Remove(call.File);
                    break;
                case DiskCallKind.Truncate when survives || (crash == Crash.TornPowerCut && random.Next(2) == 0):
                    image.SetLength(call.Offset);
                    break;
                case DiskCallKind.Write when survives:
                    image.Write(call.Offset, call.Bytes!);
                    break;
                case DiskCallKind.Write when crash == Crash.TornPowerCut:
                    for (var at = 0; at < call.Bytes!.Length; at += Sector)
                        if (random.Next(2) == 0) image.Write(call.Offset + at, call.Bytes.AsSpan(at, Math.Min(Sector, call.Bytes.Length - at)));
                    break;
            }
        }
        foreach (var (name, image) in files) File.WriteAllBytes(Path.Combine(folder, name), image.Bytes);
    }

    private sealed class Image(byte[] bytes)
    {
        private byte[] _bytes = bytes;
        private int _length = bytes.Length;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public void SetLength(long length)
        {
            if (length > _bytes.Length) Array.Resize(ref _bytes, Math.Max((int)length, _bytes.Length * 2));
            if (length < _length) Array.Clear(_bytes, (int)length, _length - (int)length);
            _length = (int)length;
        }

        public void Write(long offset, ReadOnlySpan<byte> what)
        {
            if (offset + what.Length > _length) SetLength(offset + what.Length);
            what.CopyTo(_bytes.AsSpan((int)offset));
        }
    }
}
