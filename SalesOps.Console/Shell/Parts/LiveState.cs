namespace SalesOps.Console.Shell.Parts;

/// <summary>What the page knows of its own data.</summary>
public enum LiveState
{
    Live,
    /// <summary>Older than it should be; being read again.</summary>
    Stale,
    /// <summary>Not updated, because nobody looks.</summary>
    Paused,
}
