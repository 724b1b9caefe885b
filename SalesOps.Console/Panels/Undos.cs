using SalesOps.Domain.Messaging;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels;

/// <summary>What was done on this page and can still be taken back; the last first. The queue keeps its own decisions.</summary>
public sealed class Undos(TimeProvider time)
{
    private readonly List<Undo> _undos = [];

    /// <summary>Something was done, taken back, or became final.</summary>
    public event Action? Changed;

    /// <param name="What">What was done, in words.</param>
    /// <param name="FinalAt">UTC.</param>
    /// <param name="TakeBack">Takes it back; answers what to say, and why a part of it or all was refused.</param>
    public sealed record Undo(string What, DateTime FinalAt, Func<Task<(string? Said, Error? Refused)>> TakeBack);

    /// <summary>The last one that can be taken back; null when there is none.</summary>
    public Undo? Last
    {
        get
        {
            _undos.RemoveAll(u => u.FinalAt <= time.GetUtcNow().UtcDateTime);
            return _undos.LastOrDefault();
        }
    }

    public void Add(Undo undo)
    {
        _undos.Add(undo);
        Changed?.Invoke();
    }

    public void Remove(Undo undo)
    {
        _undos.Remove(undo);
        Changed?.Invoke();
    }
}

/// <summary>What the undo bar says of a command that takes back.</summary>
internal static class Undoing
{
    /// <param name="said">Says what was taken back.</param>
    public static (string? Said, Error? Refused) Undone<T>(this Result<T> answer, Func<T, string> said) => answer.Succeeded ? (said(answer.Value), null) : (null, answer.Errors[0]);
}
