using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Verbs;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Verbs;

/// <summary>The program ends when it is asked to, whoever still wants something of it, and loses nothing by that.</summary>
public sealed class StopTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-stop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Demo_AskedToEndWhileARequestIsHalfSent_Ends_AndHasNotedTheLastEntry()
    {
        await using var demo = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder);
        var lines = await demo.ReadyAsync();
        using var half = new TcpClient();
        await half.ConnectAsync(IPAddress.Loopback, new Uri(lines[0]["url: ".Length..]).Port, Http.Token);
        string[] request =
        [
            "POST /api/v1/messages HTTP/1.1", "Host: localhost", $"Authorization: Bearer {lines[5]["api key: ".Length..]}", "Content-Type: application/json", "Content-Length: 500", "Expect: 100-continue", "", "",
        ];
        await half.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Join("\r\n", request)), Http.Token);
        // It says so once it is at the request, and then waits for what never comes.
        using var answer = new StreamReader(half.GetStream());
        Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync(Http.Token));

        Assert.Equal(0, await demo.StopAsync());
        using var store = new SqliteConnection(new StoreFiles(_folder).ReaderConnection);
        store.Open();
        using var last = store.CreateCommand();
        last.CommandText = "SELECT MAX(Sequence) FROM AuditEntries";
        Assert.Equal(last.ExecuteScalar(), CheckpointLog.Read(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "checkpoints"))))[^1].Sequence);
        SqliteConnection.ClearPool(store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Serve_StoppedBeforeItIsReady_EndsInOrder(bool isListening)
    {
        using var stop = new CancellationTokenSource();
        if (!isListening) await stop.CancelAsync();
        Assert.Equal(0, await Serving.RunAsync(AnyPort, _folder, async (app, _) =>
        {
            await app.Services.GetRequiredService<SampleData>().FileAsync();
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        }, stop.Token));
        if (isListening) Assert.True(CheckpointLog.Read(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "checkpoints"))))[^1].Sequence > 0);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Serve_CollectorDoesNotAnswer_EndsInTimeAllTheSame()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var serve = ConsoleCommand.StartWith([$"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"], "serve", "--urls", AnyPort, "--data", _folder);
        await serve.ReadyAsync();
        Assert.Equal(0, await serve.StopAsync());
    }
}
