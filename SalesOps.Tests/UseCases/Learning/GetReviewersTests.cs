using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class GetReviewersTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Reviewers_WhoDecideTheSame_AreHeldAgainstEachOtherAndThemselves()
    {
        var people = await _console.HireAsync(2);
        var claims = (ClaimBoard)_console.Services.GetService(typeof(ClaimBoard))!;
        var number = 0;
        async Task DecideAsync(Caller who, bool right, TimeSpan? looked)
        {
            var seen = await _console.CaseAsync(await _console.HearAsync($"r-{++number}"));
            if (looked is { } time)
            {
                claims.Take(seen.Id, seen.Version, who.SalesUserId!.Value, this);
                _console.Clock.Advance(time);
            }
            Assert.True((right ? await _console.ApproveAsync(seen, who)
                : await _console.SendAsync(new RejectReview.Command(Guid.NewGuid(), seen.Seen, "wrong_intent", NextStep.AskCustomer), who)).Succeeded);
            claims.Leave(seen.Id, this);
        }
        await DecideAsync(people[0], true, TimeSpan.FromSeconds(9));
        await DecideAsync(people[0], true, TimeSpan.FromMilliseconds(100));
        await DecideAsync(people[0], false, null);
        await DecideAsync(people[1], true, TimeSpan.FromSeconds(4));
        var undone = await _console.ApproveAsync(await _console.CaseAsync(await _console.HearAsync("undone")), people[1]);
        Assert.True((await _console.UndoAsync(undone, people[1])).Succeeded);

        var rows = (await _console.SendAsync(new GetReviewers.Query(30, TimeZoneInfo.Utc), _console.As(Role.Admin))).Value;

        Assert.Equal(["supervisor0@example.com", "supervisor1@example.com"], rows.Select(r => r.Name));
        var (first, second) = (rows[0].Figures, rows[1].Figures);
        Assert.Equal((3, 2, 1, 2, TimeSpan.FromSeconds(9), 1), (first.Decisions, first.Approved, first.Days, first.Timed, first.Median, first.Hasty));
        Assert.Equal((3L, 2L, 3L, 1L), (first.Pairs, first.Agreed, first.Repeats, first.Steady));
        Assert.Equal((1, TimeSpan.FromSeconds(4), 0, 3L, 2L, 0L), (second.Decisions, second.Median, second.Hasty, second.Pairs, second.Agreed, second.Repeats));
        _console.AssertSound();
    }

    [Fact]
    public async Task Question_StandsOnAnIndex()
    {
        await using var store = _console.Read();
        using var command = GetReviewers.Since(store, [Guid.NewGuid(), Guid.NewGuid()], default).CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        command.Connection!.Open();
        using var rows = command.ExecuteReader();
        Assert.True(rows.Read());
        Assert.Contains("IX_Decisions_ById_At (ById=? AND At>?)", rows.GetString(3), StringComparison.Ordinal);
    }
}
