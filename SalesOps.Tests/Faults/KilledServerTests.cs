using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Faults;

/// <summary>The whole server, killed again and again while messages come in; one store through all of it.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const int Kills = 6;
    private const int Senders = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-killed-").FullName;
    private readonly ConcurrentDictionary<string, string> _answers = [];
    private readonly ConcurrentBag<string> _unanswered = [];
    private int _sent;

    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(new StoreFiles(_folder).ReaderConnection));
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Server_KilledUnderLoad_KeepsEveryAnsweredMessageOnce()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0", "--data", _folder);
            using var api = await ClientAsync(server);
            // A different moment each time: after so many answers.
            var enough = _answers.Count + 20 + 37 * kill % 200;
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendAsync(api, () =>
            {
                if (_answers.Count >= enough) killed.TrySetResult();
            }))).ToArray();
            await killed.Task.WaitAsync(TimeSpan.FromMinutes(1), Http.Token);
            await server.KillAsync();
            await Task.WhenAll(senders);
        }
        Assert.NotEmpty(_unanswered);

        await using (var server = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0", "--data", _folder))
        {
            using var api = await ClientAsync(server);
            foreach (var id in _unanswered) Assert.Equal(HttpStatusCode.OK, (await PostAsync(api, id)).Status);
            // Asked again, what was answered is answered the same.
            foreach (var (id, answer) in _answers.Take(200))
                Assert.Equal(answer, (await PostAsync(api, id)).Body.Replace("\"duplicate\":true", "", StringComparison.Ordinal));
            Assert.Equal(0, await server.StopAsync());
        }
        var verdict = StoreVerifier.Verify(new StoreFiles(_folder));
        Assert.True(verdict.IsSound, verdict.Text);
        using var connection = new SqliteConnection(new StoreFiles(_folder).ReaderConnection);
        connection.Open();
        using var rows = connection.CreateCommand();
        rows.CommandText = "SELECT ExternalId FROM Messages WHERE ExternalId LIKE 'kill-%'";
        using var reader = rows.ExecuteReader();
        var stored = new List<string>();
        while (reader.Read()) stored.Add(reader.GetString(0));
        Assert.Equal(_answers.Keys.Concat(_unanswered).Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    private static async Task<HttpClient> ClientAsync(ConsoleCommand server)
    {
        var lines = await server.ReadyAsync();
        Assert.True(lines is [.., "ready"], string.Join('\n', server.Errors));
        return new HttpClient
        {
            BaseAddress = new Uri(lines[0]["url: ".Length..]),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", lines.Single(l => l.StartsWith("api key: ", StringComparison.Ordinal))["api key: ".Length..]) },
        };
    }

    private async Task SendAsync(HttpClient api, Action answered)
    {
        while (true)
        {
            var id = $"kill-{Interlocked.Increment(ref _sent).ToString(CultureInfo.InvariantCulture)}";
            try
            {
                var (status, body) = await PostAsync(api, id);
                Assert.Equal(HttpStatusCode.OK, status);
                _answers[id] = body.Replace("\"duplicate\":false", "", StringComparison.Ordinal);
                answered();
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException)
            {
                _unanswered.Add(id);
                return;
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(HttpClient api, string id)
    {
        // A few customers, who come back.
        var who = int.Parse(id["kill-".Length..], CultureInfo.InvariantCulture) % 50;
        using var answer = await api.PostAsync("/api/v1/messages", $$"""{ "channel": "zalo", "externalId": "killed-{{who}}", "messageId": "{{id}}", "text": "Tôi muốn nạp tiền" }""");
        return (answer.StatusCode, await answer.TextAsync());
    }
}
