using System.Text.Json;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Something a person or a program wants done; sent again it is still the same command.</summary>
/// <param name="SendAsync">Answers the value as JSON; null when the store did not take it.</param>
internal sealed record Deed(string Name, Func<TestConsole, Task<string?>> SendAsync)
{
    /// <summary>The one command that it is; null for several at once.</summary>
    public Order? Order { get; private init; }

    /// <summary>Turns the clock of a day to the deed's moment.</summary>
    public Action<TestConsole> TurnClock { get; init; } = _ => { };

    public static Deed Of<T>(string name, Func<TestConsole, IRequest<Result<T>>> make, Func<TestConsole, Caller>? by = null)
    {
        var order = new Order(make, by ?? (_ => Caller.System),
            async (console, command, caller) => Reply.Of(await console.SendAsync((IRequest<Result<T>>)command, caller)));
        return new(name, async console =>
        {
            var reply = await order.SendAsync(console, order.Make(console), order.By(console));
            if (reply.Errors is [{ Kind: not ErrorKind.Unavailable } error, ..]) Assert.Fail($"{name}: {error.Message}");
            return reply.Value;
        }) { Order = order };
    }

    public static Deed Message(string name, string who, string id, string text, ReceiveMessage.Reported? understanding = null) =>
        Of(name, _ => new ReceiveMessage.Command(Channel.Telegram, who, id, text, who, null, understanding), _ => Caller.Runtime);

    /// <summary>Several senders at once: one transaction, as long as it goes well.</summary>
    public static Deed Batch(string name, IReadOnlyList<Deed> deeds) => new(name, async console =>
    {
        using var block = console.Lane.Health == StoreHealth.Sound ? await console.Lane.BlockAsync() : null;
        var answers = deeds.Select(d => d.SendAsync(console)).ToList();
        block?.Release.SetResult();
        var all = await Task.WhenAll(answers);
        return all.Contains(null) ? null : string.Join('\n', all);
    });
}

/// <summary>A command, who sends it, and how; another of its kind is sent likewise.</summary>
internal sealed record Order(Func<TestConsole, IBaseRequest> Make, Func<TestConsole, Caller> By, Func<TestConsole, IBaseRequest, Caller, Task<Reply>> SendAsync);

/// <summary>What a command was answered, whatever its value is.</summary>
/// <param name="Value">As JSON; null when it was refused.</param>
/// <param name="Receipt">Null when it was refused.</param>
internal sealed record Reply(string? Value, IReadOnlyList<Error> Errors, Receipt? Receipt)
{
    public static Reply Of<T>(Result<T> answer) => new(answer.Succeeded ? JsonSerializer.Serialize(answer.Value, JsonSerializerOptions.Web) : null, answer.Errors, answer.Receipt);
}

/// <summary>The clock of a fault's day: each deed has its moment, whenever and however often it is sent, and each look at it is a millisecond later.</summary>
internal sealed class DayClock : TimeProvider
{
    private static readonly DateTimeOffset Morning = new(2026, 6, 3, 4, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private long _ticks = Morning.UtcTicks;

    /// <summary>It is time for the deed.</summary>
    /// <param name="later">How much later than in the morning its part of the day is.</param>
    public void TurnTo(int deed, TimeSpan later) => Interlocked.Exchange(ref _ticks, (Morning + deed * Between + later).UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
