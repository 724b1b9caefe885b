using Microsoft.Data.Sqlite;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>What was sent and what was answered; and what a store must hold after a fault, given that.</summary>
/// <param name="day">What a day without faults comes to.</param>
internal sealed class History(FaultDay day)
{
    private readonly List<string> _answers = [];

    /// <summary>How many deeds of the day were answered; the next is in doubt.</summary>
    public int Answered => _answers.Count;

    /// <summary>As if the first deeds had been answered as on the day without faults.</summary>
    public static History Of(FaultDay day, int answered) => Of(day, day.Answers.Take(answered));

    /// <summary>As if the first deeds had been answered so.</summary>
    public static History Of(FaultDay day, IEnumerable<string> answers)
    {
        var history = new History(day);
        history._answers.AddRange(answers);
        return history;
    }

    /// <summary>Sends the next deed; false when it is not taken.</summary>
    public async Task<bool> SendNextAsync(TestConsole console)
    {
        if (await Deeds.Day[Answered].SendAsync(console) is not { } answer) return false;
        _answers.Add(answer);
        return true;
    }

    /// <summary>
    /// Opens the store as after a crash and checks: nothing answered is lost, nothing is doubled, what was not answered is whole or absent,
    /// counters equal a recount, the chain holds. The last answered deed is sent once more, and the one in doubt again: only when each
    /// has had one effect do the tables come to what they hold without a fault.
    /// </summary>
    /// <param name="toTheEnd">Sends the whole rest of the day.</param>
    public async Task CheckAsync(string folder, string where, bool toTheEnd = false)
    {
        await using var console = new TestConsole(folder, keep: true, asServed: true, clock: new DayClock());
        AssertSound(console, where);
        var (first, last) = (Math.Max(0, Answered - 1), toTheEnd ? Deeds.Day.Count - 1 : Math.Min(Answered, Deeds.Day.Count - 1));
        for (var i = first; i <= last; i++)
        {
            var answer = await Deeds.Day[i].SendAsync(console);
            Assert.True(answer is not null, $"{where}: '{Deeds.Day[i].Name}' is refused after the restart.");
            Assert.True(i >= Answered || _answers[i] == answer, $"{where}: '{Deeds.Day[i].Name}' was answered otherwise the second time.");
        }
        AssertSound(console, where);
        var totals = StoreTotals.Of(console);
        Assert.True(day.Totals[last] == totals, $"{where}: {totals} instead of {day.Totals[last]}.");
    }

    private static void AssertSound(TestConsole console, string where)
    {
        var verdict = StoreVerifier.Verify(console.Files);
        Assert.True(verdict.IsSound, $"{where}: {verdict.Text}");
        // Its own: SQLite checks a search index by what the connection remembers of it.
        using var connection = console.Files.OpenReader();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
        check.CommandText = "SELECT COALESCE(MAX(Sequence), 0) FROM AuditEntries";
        Assert.Equal(console.Lane.Last.Counters.Sequence, check.ExecuteScalar());
    }
}

/// <summary>How many rows a store holds in each table, and what its counters say.</summary>
internal sealed record StoreTotals(string Rows, string Counts)
{
    public static StoreTotals Of(TestConsole console)
    {
        using var connection = new SqliteConnection(console.Files.ReaderConnection);
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = string.Join(" UNION ALL ", Tables.Select(t => $"SELECT COUNT(*) FROM {t}"));
        using var rows = count.ExecuteReader();
        var counts = new List<long>();
        while (rows.Read()) counts.Add(rows.GetInt64(0));
        return new(string.Join(' ', Tables.Zip(counts, (table, n) => $"{table}={n}")), string.Join(' ', Counters.All.Select(t => $"{t.Code}={console[t]}")));
    }

    private static readonly string[] Tables =
    [
        "AuditEntries", "Operations", "Customers", "ChannelIdentities", "Conversations", "Messages", "Understandings", "StateTransitions", "Reviews",
        "Assignments", "WorkTasks", "SalesUsers", "Accounts", "Invitations", "AiAgents", "ApiKeys", "CustomerKeys", "Decisions", "Handovers", "AgentEdits", "PolicyChanges", "PlaybookVersions", "SettingChanges", "SavedViews", "Departures", "Absences",
        "CustomerEdits", "Consents", "Merges", "DataRequests", "Exports", "Viewings", "EarlierErasures",
    ];
}
