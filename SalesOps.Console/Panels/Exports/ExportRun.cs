namespace SalesOps.Console.Panels.Exports;

/// <summary>How far an export is.</summary>
public enum ExportState
{
    /// <summary>Its link was not followed yet.</summary>
    Offered,
    Running,
    Done,
    /// <summary>By its reader: from the page, or by ending the download.</summary>
    Cancelled,
    Failed,
}

/// <summary>One export: the page that offers its link watches and ends it, the request that the link makes drives it.</summary>
/// <param name="list">By its section.</param>
public sealed class ExportRun(Guid personId, string list)
{
    private readonly Lock _gate = new();
    private Action? _stop;

    public Guid Id { get; } = Guid.NewGuid();
    public Guid PersonId => personId;
    public string List => list;
    public ExportState State { get; private set; }
    /// <summary>Rows that were sent.</summary>
    public int Sent { get; private set; }
    /// <summary>Rows that there are.</summary>
    public int Rows { get; private set; }

    /// <summary>Why there was no file, as a code; null where nothing is known, or there was one.</summary>
    public string? Refused { get; private set; }

    /// <summary>Called on no particular thread.</summary>
    public event Action? Changed;

    /// <summary>Ends the download: what the browser has of it is no whole file, and the browser says so.</summary>
    public void Cancel()
    {
        lock (_gate) _stop?.Invoke();
    }

    /// <summary>False when it runs already or is over: its link was followed twice.</summary>
    internal bool TryBegin(Action stop)
    {
        lock (_gate)
        {
            if (State != ExportState.Offered) return false;
            (State, _stop) = (ExportState.Running, stop);
        }
        Changed?.Invoke();
        return true;
    }

    internal void Advance(int sent, int rows)
    {
        lock (_gate) (Sent, Rows) = (sent, rows);
        Changed?.Invoke();
    }

    /// <summary>Says why there will be no file, before it ends.</summary>
    internal void Refuse(string? code)
    {
        lock (_gate) Refused = code;
    }

    internal void End(ExportState state)
    {
        lock (_gate) (State, _stop) = (state, null);
        Changed?.Invoke();
    }
}
