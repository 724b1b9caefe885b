namespace SalesOps.Domain.Store.Lane;

/// <summary>Whether the store takes writes; reads go on in every state.</summary>
public enum StoreHealth
{
    Sound,
    /// <summary>A write failed (disk full, I/O error). Commands are refused until the lane has opened the store anew and written to it.</summary>
    Unavailable,
    /// <summary>The disk did not confirm a write, or the store lost one: what it holds is known only after a new start.</summary>
    Broken,
}
