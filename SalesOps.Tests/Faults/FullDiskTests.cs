using System.Net;
using SalesOps.Domain.Store;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>The whole console on a small disk that fills up and gets room again.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private static readonly TimeSpan BannerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    private readonly string _disk = Directory.CreateTempSubdirectory("salesops-disk-").FullName;
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        if (await SystemTools.RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", _disk) is { } problem) _missing = $"A small disk cannot be mounted: {problem}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_missing is null) await SystemTools.RunAsync("umount", "--lazy", _disk);
        Directory.Delete(_disk);
    }

    [Fact]
    public async Task FullDisk_RefusesWritesReadsOnAndRecoversByItself()
    {
        if (_missing is not null) SystemTools.Miss(_missing);
        await using var host = await ConsoleHost.StartAsync(folder: Path.Combine(_disk, "store"));
        using var session = await SignIn.RunAsync(host.Address, "trojan@example.com", ConsoleHost.Password, Http.Token);
        var banner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await CircuitClient.OpenAsync(session, "/?culture=en", new()
        {
            OnBatch = (_, batch, _) =>
            {
                if (RenderBatchText.TextNodes(batch).Exists(t => t.StartsWith("The store takes no writes", StringComparison.Ordinal))) banner.TrySetResult();
            },
        }, Http.Token);
        var answered = new List<string>();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, "before", answered));

        var filler = Path.Combine(_disk, "filler");
        Fill(filler);
        var n = 0;
        // What still fits into the log is taken, and kept.
        while (await PostAsync(host, $"full-{n++}", answered) == HttpStatusCode.OK) Assert.True(n < 10_000);

        await banner.Task.WaitAsync(BannerWithin, Http.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(host, $"full-{n}", answered));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Anonymous.FetchAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.FetchAsync("/health/live")).StatusCode);
        Assert.Equal(answered.Count + 6, (int)(await (await host.Api.FetchAsync("/api/v1/counters")).JsonAsync())["customers"]!);
        Assert.True((await session.Http.GetAsync("/", Http.Token)).IsSuccessStatusCode);

        File.Delete(filler);
        Assert.True(await host.Lane.RecoveredAsync().WaitAsync(BackWithin, Http.Token));
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.FetchAsync("/health/ready")).StatusCode);
        for (var i = 0; i <= n; i++) Assert.Equal(HttpStatusCode.OK, await PostAsync(host, $"full-{i}", []));
        await using var store = host.Read();
        Assert.Equal(n + 2, store.Messages.Count(m => m.ExternalId.StartsWith("full-") || m.ExternalId == "before"));
        var verdict = StoreVerifier.Verify(host.Files);
        Assert.True(verdict.IsSound, verdict.Text);
        Assert.Null(page.Fault);
    }

    private static async Task<HttpStatusCode> PostAsync(ConsoleHost host, string id, List<string> answered)
    {
        var text = new string('x', 4_000);
        using var answer = await host.Api.PostAsync("/api/v1/messages", $$"""{ "channel": "telegram", "externalId": "{{id}}", "messageId": "{{id}}", "text": "{{text}}" }""");
        if (answer.StatusCode == HttpStatusCode.OK) answered.Add(id);
        return answer.StatusCode;
    }

    /// <summary>Takes all the room there is, to the last byte.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        foreach (var size in (int[])[65_536, 4_096, 1])
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }
}
