using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Every number of the wizards of disabling and of leave opens exactly the rows that it counts.</summary>
public sealed class ListEstateTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        // An admin holds a conversation of somebody else's customer, and has a task of one.
        var admin = _console.Admin();
        await using var store = _console.Read();
        var theirs = store.Customers.First(c => c.SalesUserId == Sales);
        var talk = store.Conversations.First(c => c.CustomerId == theirs.Id);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "customer_asked"), admin)).Succeeded);
        Assert.True((await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), theirs.Id, TaskKind.FollowUp, admin.SalesUserId!.Value, _console.Clock.GetUtcNow().UtcDateTime.AddHours(1), "Call back"), admin)).Succeeded);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;

    [Fact]
    public async Task Departure_OfAnybody_EachNumberHasItsRows()
    {
        var some = 0;
        foreach (var person in _console.Lane.Last.Directory.SalesUsers.Values)
        {
            var estate = (await _console.SendAsync(new GetDeparture.Query(person.Id), _console.Admin())).Value;
            (EstatePart, long)[] numbers =
            [
                (EstatePart.Customers, estate.Agents.Sum(a => a.Customers)), (EstatePart.Reviews, estate.Reviews), (EstatePart.Tasks, estate.Tasks), (EstatePart.Conversations, estate.Conversations),
                (EstatePart.OtherTasks, estate.OtherTasks), (EstatePart.OtherConversations, estate.OtherConversations),
            ];
            foreach (var (part, count) in numbers)
            {
                var rows = await RowsAsync(person.Id, part, null);
                Assert.Equal((person.Name, part, count, count), (person.Name, part, (long)rows.Total, rows.Rows.DistinctBy(r => r.Id).LongCount()));
                some += count > 0 ? 1 : 0;
            }
        }
        Assert.True(some > 5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("whose customers they are")]
    [InlineData("another salesperson")]
    public async Task Leave_WithAStandIn_WhatGoesAndWhatStaysAreTheRowsCounted(string? who)
    {
        var (person, until) = (_console.Admin().SalesUserId!.Value, _console.Clock.GetUtcNow().UtcDateTime.AddDays(7));
        var other = default(SalesUser);
        await _console.Lane.RunAsync(change => other = LaneCommands.AddPerson(change, "another@example.com"));
        var standIn = who is null ? null : who[0] == 'w' ? _console.Lane.Last.Directory.SalesUsers[Sales] : other;
        var away = (await _console.SendAsync(new GetAbsences.Query(person, until), _console.Admin())).Value;
        var (conversations, tasks) = away.GoingTo(standIn);
        Assert.True(away.Conversations > 0 && away.Tasks > 0);
        var leave = new ListEstate.Away(until, standIn?.Id);

        Assert.Equal(away.Agents.Sum(a => a.Customers), (await RowsAsync(person, EstatePart.Customers, leave)).Total);
        Assert.Equal((conversations, tasks), ((await RowsAsync(person, EstatePart.OtherConversations, leave)).Total, (await RowsAsync(person, EstatePart.OtherTasks, leave)).Total));
        Assert.Equal((away.Conversations - conversations, away.Tasks - tasks), ((await RowsAsync(person, EstatePart.StayingConversations, leave)).Total, (await RowsAsync(person, EstatePart.StayingTasks, leave)).Total));
    }

    [Fact]
    public async Task Customers_BeyondTheFirstHundred_StandOnFurtherPages_EachOnce()
    {
        await _console.Lane.FillAsync(_console.Agent("AI Sales A"), 150);
        var first = await RowsAsync(Sales, EstatePart.Customers, null);
        var second = (await _console.SendAsync(new ListEstate.Query(Sales, EstatePart.Customers, CountedRows.Most), _console.Admin())).Value;
        Assert.Equal((CountedRows.Most, first.Total, first.Total), (first.Rows.Count, second.Total, first.Rows.Concat(second.Rows).DistinctBy(r => r.CustomerId).Count()));
        Assert.All(second.Rows, r => Assert.NotEmpty(r.Name));
    }

    private async Task<CountedRows> RowsAsync(Guid person, EstatePart part, ListEstate.Away? leave) =>
        (await _console.SendAsync(new ListEstate.Query(person, part, 0, leave), _console.As(Role.Ops))).Value;
}
