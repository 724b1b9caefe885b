using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Reporting;

namespace SalesOps.Tests.Model.Reporting;

public sealed class TurnTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Of_SeveralWordsBeforeAnAnswer_AreOneTurnFromTheFirst()
    {
        var turns = Turn.Of([At(0, 1, true), At(5, 1, true), At(9, 2, true), At(20, 1, false), At(25, 1, false), At(30, 1, true)]);

        Assert.Equal([TimeSpan.FromSeconds(20), null, null], turns.Select(t => t.Response));
        Assert.Equal([Id(1), Id(1), Id(2)], turns.Select(t => t.ConversationId).Order());
    }

    [Theory]
    [InlineData(TurnEventKind.Marked, 12, null, true)]
    [InlineData(TurnEventKind.OptedOut, 10, null, true)]
    [InlineData(TurnEventKind.Answered, 90, 80, true)]
    [InlineData(TurnEventKind.Lifted, 12, null, false)]
    public void Of_WhatEndsATurnWithoutAMessage_NobodyWaits(TurnEventKind kind, int at, int? response, bool isOver)
    {
        var turn = Assert.Single(Turn.Of([At(10, 1, true)], [new TurnEvent(Id(1), kind, Start.AddSeconds(at)), new TurnEvent(Id(2), TurnEventKind.Marked, Start.AddSeconds(95))]));

        Assert.Equal((response, isOver), ((int?)turn.Response?.TotalSeconds, turn.IsOver));
    }

    [Theory]
    // Who wrote while no word might go out waits from the last of it on, once they want messages again.
    [InlineData(25, true, 13)]
    [InlineData(25, false, 3)]
    // Who still wants none waits for nothing.
    [InlineData(null, true, null)]
    public void Of_WhoOptedOut_BeginsNoTurnUntilTheyWantMessagesAgain(int? lifted, bool writes, int? response)
    {
        ReportedMessage[] silent = writes ? [At(10, 1, true), At(20, 1, true)] : [];
        var optedOut = new TurnEvent(Id(1), TurnEventKind.OptedOut, Start.AddSeconds(5));
        var turns = Turn.Of([At(1, 1, true), .. silent, At(30, 1, true), At(33, 1, false)],
            lifted is null ? [optedOut] : [optedOut, new TurnEvent(Id(1), TurnEventKind.Lifted, Start.AddSeconds(lifted.Value))]);

        Assert.Equal((null, true), (turns[0].Response, turns[0].IsOver));
        Assert.Equal(response is { } seconds ? [TimeSpan.FromSeconds(seconds)] : [], turns.Skip(1).Select(t => t.Response));
    }

    [Fact]
    public void Of_WhoWroteWhileOptedOut_WaitsAgainAtTheEnd_AndForTheSameWordsOnce()
    {
        TurnEvent[] events = [.. new[] { (TurnEventKind.OptedOut, 5), (TurnEventKind.Lifted, 25), (TurnEventKind.OptedOut, 26), (TurnEventKind.Lifted, 27) }.Select(e => new TurnEvent(Id(1), e.Item1, Start.AddSeconds(e.Item2)))];

        Assert.Equal([(null, false)], Turn.Of([At(20, 1, true)], events[..2]).Select(t => (t.Response, t.IsOver)));
        Assert.Equal([(null, true)], Turn.Of([At(20, 1, true)], events).Select(t => (t.Response, t.IsOver)));
    }

    [Fact]
    public void Of_AnyMessages_SaysWhatSomebodyWhoLooksBackFromEachAnswerSays()
    {
        var message = Gen.Zip(Gen.Choose(1, 3), Gen.Elements(true, false));
        Prop.ForAll(Gen.ListOf(message).ToArbitrary(), said =>
        {
            var messages = said.Select((m, i) => At(i, m.Item1, m.Item2)).ToList();
            var expected = new List<TimeSpan?>();
            foreach (var talk in messages.GroupBy(m => m.ConversationId).Select(g => g.ToList()))
                for (var i = 0; i < talk.Count; i++)
                {
                    var begins = talk[i].Direction == Direction.Inbound && (i == 0 || talk[i - 1].Direction == Direction.Outbound);
                    if (begins) expected.Add(talk.Skip(i).FirstOrDefault(m => m.Direction == Direction.Outbound)?.At - talk[i].At);
                }
            Assert.Equal(expected.Order(), Turn.Of(messages).Select(t => t.Response).Order());
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(new int[0], null, null)]
    [InlineData(new[] { 7 }, 7, 7)]
    [InlineData(new[] { 4, 1, 3, 2 }, 2, 4)]
    [InlineData(new[] { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 5, 9)]
    public void Spread_Of_IsTheNearestRank(int[] seconds, int? median, int? ninth)
    {
        var spread = Spread.Of(seconds.Select(s => TimeSpan.FromSeconds(s)));

        Assert.Equal((seconds.Length, median, ninth), (spread.Count, (int?)spread.Median?.TotalSeconds, (int?)spread.Ninth?.TotalSeconds));
    }

    private static ReportedMessage At(int second, int talk, bool isIn) => new(Id(talk), isIn ? Direction.Inbound : Direction.Outbound, Start.AddSeconds(second), null, null);

    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);
}
