using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class GetForecastsTests : IAsyncLifetime
{
    private static readonly Slice Price = new("ask_price", null, null);
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Forecasts_CountEveryReadingAtEveryThreshold()
    {
        for (var i = 0; i < 6; i++) await HearAsync($"low-{i}", 0.5);
        for (var i = 0; i < 3; i++) await HearAsync($"edge-{i}", 0.57);
        await HearAsync("high", 0.9);
        await HearAsync("risky", 0.95, risks: ["scam_suspicion"]);
        _console.Clock.Advance(TimeSpan.FromDays(2));

        var found = (await ReadAsync(new Scope(Price))).Value;

        Assert.Equal((0.55, 0, 11L, false, 4L, "runtime-1"), (found.Threshold, found.SampledShare, found.Readings, found.IsCut, found.NeverSampled, found.Producer));
        // The sample's first message is older by some hours, and the rates are by day since then.
        Assert.InRange(found.Days, 2.1, 2.3);
        double ReviewsAt(int hundredths) => Math.Round(found.ByHundredths[hundredths].ReviewsADay * found.Days, 6);
        Assert.Equal([1, 1, 7, 7, 10, 11], new[] { 0, 50, 51, 57, 58, 91 }.Select(ReviewsAt));
        Assert.All(found.ByHundredths, f => Assert.Null(f.WrongShare));
        Assert.Equal(30, found.ByHundredths[55].Missing);
        Assert.Equal((null, 0), (found.Decision, found.Timed));
    }

    [Fact]
    public async Task Forecasts_WithSamples_SayHowManyPassWrongly()
    {
        await _console.ChangeAsync(PolicyKind.SampledShare, Price, 1, 0);
        var supervisor = _console.Supervisor().SalesUserId!.Value;
        var claims = (ClaimBoard)_console.Services.GetService(typeof(ClaimBoard))!;
        for (var i = 0; i < 40; i++)
        {
            var seen = await _console.CaseAsync(await HearAsync($"c-{i}", 0.8));
            claims.Take(seen.Id, seen.Version, supervisor, this);
            _console.Clock.Advance(TimeSpan.FromSeconds(12));
            Assert.True((i % 10 == 0 ? await _console.RejectAsync(seen, NextStep.AskCustomer) : await _console.ApproveAsync(seen)).Succeeded);
            claims.Leave(seen.Id, this);
        }
        var found = (await ReadAsync(new Scope(Price))).Value;
        var now = found.ByHundredths[55];
        Assert.Equal((0, 0.1), (now.Missing, Math.Round(now.WrongShare!.Value.Rate, 9)));
        Assert.Equal(0.1 * now.PassesADay, now.WrongADay!.Value.Expected, 1e-9);
        // Above what was claimed nothing was judged.
        Assert.Equal(30, found.ByHundredths[81].Missing);
        Assert.Equal((TimeSpan.FromSeconds(12), 40, 0L), (found.Decision, found.Timed, found.NeverSampled));
    }

    [Fact]
    public async Task Forecasts_LanguageChannelAndAgent_CountTheirOwn()
    {
        await HearAsync("tele", 0.9);
        await HearAsync("zalo", 0.9, channel: Channel.Zalo);
        async Task<long> CountAsync(Scope scope) => (await ReadAsync(scope)).Value.Readings;
        Assert.Equal(2, await CountAsync(new Scope(Price)));
        Assert.Equal(1, await CountAsync(new Scope(Price with { Channel = Channel.Zalo })));
        Assert.Equal(2, await CountAsync(new Scope(Price with { Language = "vi" })));
        Assert.Equal(0, await CountAsync(new Scope(Price with { Language = "en" })));
        Assert.Equal(0, await CountAsync(new Scope(Price, Producer: "runtime-9")));
        var agents = _console.Lane.Last.Directory.AiAgents.Keys.ToList();
        Assert.Equal(2, (await Task.WhenAll(agents.Select(a => CountAsync(new Scope(Price, a))))).Sum());
    }

    [Fact]
    public async Task Questions_OfThePanel_StandOnAnIndex()
    {
        await using var store = _console.Read();
        var since = _console.Clock.GetUtcNow().UtcDateTime.AddDays(-30);
        var judged = Plan(JudgedReadings.DecidedReviews(store, new Scope(Price), since));
        Assert.Contains("SEARCH r USING INDEX IX_Reviews_Status_DueAt_Id (Status=? AND DueAt>?)", judged);
        Assert.DoesNotContain(judged, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        var newest = Plan(new Intake(store, new Scope(Price), since).Newest);
        Assert.Contains("SEARCH Understandings USING PRIMARY KEY (Id>?)", newest);
        Assert.DoesNotContain(newest, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private static List<string> Plan<T>(IQueryable<T> query)
    {
        using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        command.Connection!.Open();
        using var rows = command.ExecuteReader();
        var steps = new List<string>();
        while (rows.Read()) steps.Add(rows.GetString(3));
        return steps;
    }

    private Task<Result<GetForecasts.Answer>> ReadAsync(Scope scope) => _console.SendAsync(new GetForecasts.Query(scope), _console.Supervisor());

    private async Task<ReceiveMessage.Answer> HearAsync(string who, double confidence, string[]? risks = null, Channel channel = Channel.Telegram) =>
        (await _console.SendAsync(new ReceiveMessage.Command(channel, who, who, "Giá bao nhiêu vậy shop?", who, null,
            new ReceiveMessage.Reported("ask_price", "discovery_price", confidence, risks ?? [], "runtime-1")), Caller.Runtime)).Value;
}
