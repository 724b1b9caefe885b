using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
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

    /// <param name="takeBack">Answers what to say, and why a part of it or all was refused.</param>
    /// <param name="finalAt">UTC; as long from now as an undo lasts when left out.</param>
    public Undo Offer(string what, Func<Task<(string? Said, Error? Refused)>> takeBack, DateTime? finalAt = null)
    {
        var undo = new Undo(what, finalAt ?? time.GetUtcNow().UtcDateTime + UndoWindow.Length, takeBack);
        _undos.Add(undo);
        Changed?.Invoke();
        return undo;
    }

    public void Remove(Undo undo)
    {
        _undos.Remove(undo);
        Changed?.Invoke();
    }
}

/// <summary>Offers a command that takes back, and what the undo bar says of it.</summary>
internal static class Undoing
{
    /// <param name="send">Sends the command.</param>
    /// <param name="said">Says what was taken back.</param>
    /// <param name="finalAt">UTC; as long from now as an undo lasts when left out.</param>
    /// <param name="then">What is to be read anew, also when it was refused.</param>
    public static Undos.Undo Offer<T>(this Undos undos, string what, Func<Task<Result<T>>> send, Func<T, string> said, DateTime? finalAt = null, Func<Task>? then = null) => undos.Offer(what, async () =>
    {
        var answer = await send();
        if (then is not null) await then();
        return answer.Undone(said);
    }, finalAt);

    /// <param name="said">Says what was taken back.</param>
    public static (string? Said, Error? Refused) Undone<T>(this Result<T> answer, Func<T, string> said) => answer.Succeeded ? (said(answer.Value), null) : (null, answer.Errors[0]);
}
