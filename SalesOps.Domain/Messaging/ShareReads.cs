using System.Collections.Concurrent;
using MediatR;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.Messaging;

/// <summary>
/// For queries: who asks the same of the same rows between two commits gets one answer. Two hundred open pages that follow a commit
/// are one read. Only what succeeded is shared, and only among callers who see the same rows. What is about one customer stands
/// also over commits that changed other customers alone.
/// </summary>
internal sealed class ShareReads<TRequest, TResponse>(WriteLane lane, ShownCounters shown, CallerContext caller, SharedAnswers answers) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IShared, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!request.IsShared) return await next();
        var last = lane.Last;
        var asked = answers.At((last.Counters.Sequence, shown.Version));
        var key = (request, caller.Current.OnlyOwnerId);
        var mine = new TaskCompletionSource<TResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (asked.GetOrAdd(key, mine.Task) is var first && first != mine.Task)
            return await ((Task<TResponse?>)first).WaitAsync(cancellationToken) is { } shared ? shared : await next();
        var response = default(TResponse);
        try
        {
            if (answers.Standing(key, last.Touches) is TResponse standing) return response = standing;
            response = await next();
            if (response.CustomerId is { } customer) answers.Keep(key, customer, response, last);
            return response;
        }
        finally
        {
            if (response is not { Succeeded: true }) asked.TryRemove(key, out _);
            mine.SetResult(response is { Succeeded: true } ? response : default);
        }
    }
}

/// <summary>A query whose answer depends on the store and on whose rows the caller sees, and on nothing else.</summary>
public interface IShared
{
    /// <summary>False for what is asked once and is too large to keep.</summary>
    bool IsShared => true;
}

/// <summary>The answers given since the last commit, and those that stand longer.</summary>
internal sealed class SharedAnswers
{
    /// <summary>As many are looked at over and over: what people have open.</summary>
    private const int Kept = 512;

    private readonly ConcurrentDictionary<object, (Guid CustomerId, long Sequence, object Answer)> _ofCustomers = new();
    private volatile Tuple<(long, int), ConcurrentDictionary<object, Task>> _since = new((-1, 0), []);

    /// <summary>The answers as of a sequence number, while the same counters are known to be wrong; those of before are forgotten.</summary>
    public ConcurrentDictionary<object, Task> At((long Sequence, int Doubts) moment)
    {
        var since = _since;
        return since.Item1 == moment ? since.Item2 : (_since = new(moment, [])).Item2;
    }

    /// <summary>The answer that was kept, when nothing it depends on has changed since; else null.</summary>
    public object? Standing(object key, Touches touches) =>
        _ofCustomers.TryGetValue(key, out var kept) && !touches.Any(kept.CustomerId, kept.Sequence) ? kept.Answer : null;

    /// <summary>Keeps an answer, and drops those that no longer stand: what they say may have been erased.</summary>
    /// <param name="last">The last commit before it was read.</param>
    public void Keep(object key, Guid customerId, object answer, Commit last)
    {
        foreach (var (other, kept) in _ofCustomers)
            if (last.Touches.Any(kept.CustomerId, kept.Sequence)) _ofCustomers.TryRemove(other, out _);
        if (_ofCustomers.Count >= Kept) _ofCustomers.Clear();
        _ofCustomers[key] = (customerId, last.Counters.Sequence, answer);
    }
}
