using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>Many whom nobody can serve keep no one waiting who can be served.</summary>
public sealed class StarvationTests : IAsyncDisposable
{
    private const int Crowd = 210;

    private readonly TestConsole _console = new();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Waiting_BehindACrowdThatFitsNowhere_IsBound()
    {
        var owner = await OwnerAsync();
        for (var i = 0; i < Crowd; i++) await _console.WriteAsync($"zalo-{i}", Channel.Zalo);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var last = await _console.WriteAsync("last", Channel.Telegram);
        var agent = await AddAsync("Telegram", owner, 10, Channel.Telegram);

        var bound = await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()));

        Assert.Equal((1, false), (bound.Value.Bound, bound.Value.IsMore));
        Assert.Equal([last.CustomerId], Bound(agent));
        Assert.Equal(ErrorKind.Conflict, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Errors[0].Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task Waiting_MoreThanAtOnce_AreAllBoundInTheEnd_OnEachChannelTheLongestFirst()
    {
        var owner = await OwnerAsync();
        var waiting = new List<(Guid Id, Channel Channel)>();
        for (var i = 0; i < Crowd; i++)
        {
            var channel = i % 3 == 0 ? Channel.Telegram : Channel.Zalo;
            waiting.Add(((await _console.WriteAsync($"who-{i}", channel)).CustomerId, channel));
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var telegram = await AddAsync("Telegram", owner, 40, Channel.Telegram);
        var zalo = await AddAsync("Zalo", owner, 120, Channel.Zalo);

        var (answers, more) = (0, true);
        while (more)
        {
            var answer = await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()));
            more = answer.Succeeded && answer.Value.IsMore;
            Assert.InRange(++answers, 1, 10);
        }

        Assert.Equal(waiting.Where(w => w.Channel == Channel.Telegram).Take(40).Select(w => w.Id).Order(), Bound(telegram).Order());
        Assert.Equal(waiting.Where(w => w.Channel == Channel.Zalo).Take(120).Select(w => w.Id).Order(), Bound(zalo).Order());
        _console.AssertSound();
    }

    [Fact]
    public async Task Leaving_BehindACrowdThatFitsNowhere_IsMoved()
    {
        var owner = await OwnerAsync();
        var full = await AddAsync("Everything", owner, Crowd + 1, Channel.Zalo, Channel.Telegram, Channel.Facebook);
        for (var i = 0; i < Crowd; i++) await _console.WriteAsync($"zalo-{i}", Channel.Zalo);
        var last = await _console.WriteAsync("last", Channel.Telegram);
        var other = await AddAsync("Telegram", owner, 10, Channel.Telegram);
        Assert.Equal(Crowd + 1, (await _console.SendAsync(_console.Edit("Everything", t => t with { Channels = [Channel.Facebook] }, StrandedChoice.UntilEnd))).Value.Leaving);
        _console.Clock.Advance(MoveLeavingCustomers.Silence + TimeSpan.FromMinutes(1));

        var moved = await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()));

        Assert.Equal((1, 0), (moved.Value.Moved, moved.Value.Stayed));
        Assert.Equal([last.CustomerId], Bound(other));
        Assert.Equal(Crowd, Bound(full).Count);
        Assert.Equal(ErrorKind.Conflict, (await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Errors[0].Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task Newcomer_WhoOvertakesOnlyACrowdThatFitsNowhere_IsBoundAtOnce_AndSoIsTheOneWhoWaitsAndWrites()
    {
        var owner = await OwnerAsync();
        await AddAsync("Telegram", owner, 10, Channel.Telegram);
        for (var i = 0; i < 3; i++) await _console.WriteAsync($"zalo-{i}", Channel.Zalo);

        Assert.Equal("Telegram", (await _console.WriteAsync("new")).Assignment?.AiAgent);

        // Nobody else waits for the room that came.
        await _console.WriteAsync("lan", Channel.Facebook);
        await AddAsync("Facebook", owner, 1, Channel.Facebook);
        Assert.Equal("Facebook", (await _console.WriteAsync("lan", Channel.Facebook)).Assignment?.AiAgent);
        _console.AssertSound();
    }

    private async Task<SalesUser> OwnerAsync()
    {
        var owner = default(SalesUser)!;
        await _console.Lane.RunAsync(change => owner = LaneCommands.AddPerson(change, "sales@example.com"));
        return owner;
    }

    private async Task<Guid> AddAsync(string name, SalesUser owner, int capacity, params Channel[] channels) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner.Id, "vi", channels, capacity))).Value.AiAgentId;

    private List<Guid> Bound(Guid agent)
    {
        using var store = _console.Read();
        return [.. store.Customers.Where(c => c.AiAgentId == agent).Select(c => c.Id)];
    }
}
