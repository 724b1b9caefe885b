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
    private readonly Dictionary<Guid, Task> _noted = [];
    private long _hour;

    /// <summary>To be awaited before anything of the customer is shown.</summary>
    public Task NoteAsync(Guid customerId)
    {
        if (caller.Current.SalesUserId is not { } me) return Task.CompletedTask;
        var now = time.GetUtcNow().UtcDateTime;
        if (now.Ticks / TimeSpan.TicksPerHour is var hour && hour != _hour)
        {
            _hour = hour;
            _noted.Clear();
        }
        return _noted.TryGetValue(customerId, out var noting) ? noting : _noted[customerId] = mediator.Send(NoteViewing.Command.Of(me, customerId, now));
    }
}
