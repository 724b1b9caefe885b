namespace SalesOps.Tests.Faults;

/// <summary>What SQLite asks of a disk besides reading.</summary>
internal enum DiskCallKind
{
    Write,
    Truncate,
    Sync,
    Delete,
}

/// <param name="File">The file's name in its folder.</param>
/// <param name="Offset">Where it is written, or the size it is cut to.</param>
internal sealed record DiskCall(DiskCallKind Kind, string File, long Offset, byte[]? Bytes = null);

/// <summary>A way in which a disk fails.</summary>
/// <param name="Code">What SQLite makes of it for a write.</param>
internal sealed record DiskFault(string Name, int Code)
{
    /// <summary>EIO.</summary>
    public static readonly DiskFault Io = new("EIO", 10 | (3 << 8));
    /// <summary>ENOSPC.</summary>
    public static readonly DiskFault Full = new("ENOSPC", 13);

    /// <summary>The code SQLite's own VFS answers for each call; 0 where a call succeeds nevertheless: a full disk takes no writes, and does all else.</summary>
    public int CodeFor(DiskCallKind kind) => kind switch
    {
        not DiskCallKind.Write when this == Full => 0,
        DiskCallKind.Sync => 10 | (4 << 8),
        DiskCallKind.Truncate => 10 | (6 << 8),
        DiskCallKind.Delete => 10 | (10 << 8),
        _ => Code,
    };
}

/// <summary>The disk under one folder: writes down every call, and fails the one it was told to fail.</summary>
internal sealed class FaultyDisk : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<DiskCall> _calls = [];
    private (int At, DiskFault Fault, bool Stays)? _plan;
    private bool _healed;

    /// <param name="folder">What is opened here from now on is watched.</param>
    /// <param name="at">The call that fails, from 0; with <paramref name="stays"/> all after it fail as well, until <see cref="Heal"/>.</param>
    public FaultyDisk(string folder, int at = 0, DiskFault? fault = null, bool stays = false)
    {
        Folder = folder;
        if (fault is not null) _plan = (at, fault, stays);
        SqliteShim.Watch(this);
    }

    public string Folder { get; }

    /// <summary>The kind of call that failed first; null when none did.</summary>
    public DiskCallKind? Fired { get; private set; }

    /// <summary>All calls so far, failed ones included.</summary>
    public IReadOnlyList<DiskCall> Calls => _calls;

    /// <summary>How many calls there were.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _calls.Count;
        }
    }

    /// <summary>Every call from now on, after <paramref name="calls"/> that succeed, fails, until <see cref="Heal"/>.</summary>
    public void Refuse(DiskFault fault, int calls = 0)
    {
        lock (_lock) _plan = (_calls.Count + calls, fault, true);
    }

    public void Heal()
    {
        lock (_lock) _healed = true;
    }

    /// <summary>0, or SQLite's code for the fault.</summary>
    public int Told(DiskCall call)
    {
        lock (_lock)
        {
            var index = _calls.Count;
            _calls.Add(call);
            if (_healed || _plan is not { } plan || index < plan.At || (index > plan.At && !plan.Stays)) return 0;
            var code = plan.Fault.CodeFor(call.Kind);
            if (code != 0) Fired ??= call.Kind;
            return code;
        }
    }

    public void Dispose() => SqliteShim.Forget(this);
}
