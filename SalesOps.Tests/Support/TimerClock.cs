using ChannelOf = System.Threading.Channels.Channel;
using Waits = System.Threading.Channels.Channel<(System.TimeSpan, System.Action)>;

namespace SalesOps.Tests.Support;

/// <summary>Timers that fire when the test says so.</summary>
internal sealed class TimerClock : TimeProvider
{
    private readonly Waits _timers = ChannelOf.CreateUnbounded<(TimeSpan, Action)>();
    private Action _fire = () => { };

    /// <summary>Waits until something waits for the clock; how long it wants to.</summary>
    public async Task<TimeSpan> NextAsync(CancellationToken cancellationToken)
    {
        (var due, _fire) = await _timers.Reader.ReadAsync(cancellationToken);
        return due;
    }

    public void Fire() => _fire();

    /// <summary>Nothing takes any time.</summary>
    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) _timers.Writer.TryWrite((dueTime, () => callback(state)));
        return new Timer(_timers, callback, state);
    }

    private sealed class Timer(Waits timers, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero) timers.Writer.TryWrite((dueTime, () => callback(state)));
            return true;
        }

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
