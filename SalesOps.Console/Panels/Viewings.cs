using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Panels;

/// <summary>
/// Notes whose personal data this page is about to show. What was noted within the hour asks nothing of the store again. A store that takes no writes
/// keeps nobody from reading what there is.
/// </summary>
public sealed class Viewings(IMediator mediator, CallerContext caller, TimeProvider time)
{
    private readonly Dictionary<Guid, Task<Result<NoteViewing.Answer>>> _noted = [];
    private long _hour;

    /// <summary>To be awaited before anything of the customer is shown.</summary>
    /// <returns>False when the store took no writes: then the next look tries again.</returns>
    public async Task<bool> NoteAsync(Guid customerId)
    {
        if (caller.Current.SalesUserId is not { } me) return true;
        var now = time.GetUtcNow().UtcDateTime;
        if (now.Ticks / TimeSpan.TicksPerHour is var hour && hour != _hour)
        {
            _hour = hour;
            _noted.Clear();
        }
        if (!_noted.TryGetValue(customerId, out var noting)) _noted[customerId] = noting = mediator.Send(NoteViewing.Command.Of(me, customerId, now));
        var isSettled = false;
        try
        {
            return isSettled = await noting is { Succeeded: true } or { Errors: [{ Kind: not (ErrorKind.Busy or ErrorKind.Unavailable) }, ..] };
        }
        finally
        {
            if (!isSettled) _noted.Remove(customerId);
        }
    }
}
