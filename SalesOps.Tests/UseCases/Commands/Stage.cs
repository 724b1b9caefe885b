using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Commands;

/// <summary>The store in which a command is shown: a copy of the day's, as it is right before the command.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Order _order;

    private Stage(TestConsole console, CommandCase shown, Order order)
    {
        (Console, Case, _order) = (console, shown, order);
        (Command, Sender) = (order.Make(console), order.By(console));
        Assert.IsType(shown.Command, Command);
    }

    public TestConsole Console { get; }

    public CommandCase Case { get; }

    /// <summary>As it is meant.</summary>
    public IBaseRequest Command { get; }

    /// <summary>Somebody who may send it.</summary>
    public Caller Sender { get; }

    public static Stage Open(FaultDay day, CommandCase shown)
    {
        var (moment, deed) = Deeds.Day.Index().Single(d => d.Item.Name == shown.Moment);
        var console = new TestConsole(day.StoreAfter(moment == 0 ? 0 : day.CallsAt[moment - 1]), asServed: true, clock: new DayClock());
        deed.TurnClock(console);
        return new Stage(console, shown, (shown.Apart ?? deed).Order!);
    }

    public Task<Reply> SendAsync(IBaseRequest command, Caller caller) => _order.SendAsync(Console, command, caller);

    /// <summary>Sends what is to be refused, and holds that nothing is stored of it.</summary>
    public async Task<IReadOnlyList<Error>> RefuseAsync(IBaseRequest command, Caller caller)
    {
        var (sequence, totals) = (Console.Lane.Last.Counters.Sequence, StoreTotals.Of(Console));
        var reply = await SendAsync(command, caller);
        Assert.NotEmpty(reply.Errors);
        Assert.Equal((sequence, totals), (Console.Lane.Last.Counters.Sequence, StoreTotals.Of(Console)));
        return reply.Errors;
    }

    /// <summary>Somebody else is faster.</summary>
    public async Task OvertakeAsync()
    {
        var rival = Case.Rival(Command, _order);
        Assert.Empty((await rival.SendAsync(Console, rival.Make(Console), rival.By(Console))).Errors);
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();
}
