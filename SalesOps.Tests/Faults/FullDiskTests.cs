using System.Net;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>The whole console on a small disk that fills up and gets room again.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private static readonly TimeSpan BannerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);
    private const string Banner = "The store takes no writes";
    /// <summary>The pages without a circuit.</summary>
    private static readonly string[] Plain = ["/sign-in?culture=en", "/setup?culture=en", "/invite?culture=en", "/account?culture=en"];

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
        // Whoever looks, an admin or a salesperson.
        await using var admin = await Watched.OpenAsync(host, "trojan@example.com");
        await using var sales = await Watched.OpenAsync(host, "sales@example.com");
        var answered = new List<string>();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, "before", answered));

        var filler = Path.Combine(_disk, "filler");
        Fill(filler);
        var n = 0;
        // What still fits into the log is taken, and kept.
        while (await PostAsync(host, $"full-{n++}", answered) == HttpStatusCode.OK) Assert.True(n < 10_000);

        await Task.WhenAll(admin.Banner, sales.Banner).WaitAsync(BannerWithin, Http.Token);
        // Nor does anybody sign in, open a link or change an account without being told.
        foreach (var path in Plain) Assert.Contains(Banner, await (await admin.Session.Http.GetAsync(path, Http.Token)).Content.ReadAsStringAsync(Http.Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(host, $"full-{n}", answered));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Anonymous.FetchAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.FetchAsync("/health/live")).StatusCode);
        Assert.Equal(answered.Count + 6, (int)(await (await host.Api.FetchAsync("/api/v1/counters")).JsonAsync())["customers"]!);
        Assert.True((await admin.Session.Http.GetAsync("/", Http.Token)).IsSuccessStatusCode);

        File.Delete(filler);
        await Task.WhenAll(host.Lane.RecoveredAsync(), admin.Gone, sales.Gone).WaitAsync(BackWithin, Http.Token);
        Assert.Equal(StoreHealth.Sound, host.Lane.Health);
        foreach (var path in Plain) Assert.DoesNotContain(Banner, await (await admin.Session.Http.GetAsync(path, Http.Token)).Content.ReadAsStringAsync(Http.Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.FetchAsync("/health/ready")).StatusCode);
        for (var i = 0; i <= n; i++) Assert.Equal(HttpStatusCode.OK, await PostAsync(host, $"full-{i}", []));
        await using var store = host.Read();
        Assert.Equal(n + 2, store.Messages.Count(m => m.ExternalId.StartsWith("full-") || m.ExternalId == "before"));
        var verdict = StoreVerifier.Verify(host.Files);
        Assert.True(verdict.IsSound, verdict.Text);
        Assert.Null(admin.Page.Fault ?? sales.Page.Fault);
    }

    /// <summary>Somebody's open page, on which the banner comes and goes.</summary>
    private sealed class Watched(Session session) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _banner = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int? _place;

        public Session Session => session;
        public CircuitClient Page { get; private set; } = null!;
        public Task Banner => _banner.Task;
        public Task Gone => _gone.Task;

        public static async Task<Watched> OpenAsync(ConsoleHost host, string email)
        {
            var watched = new Watched(await SignIn.RunAsync(host.Address, email, ConsoleHost.Password, Http.Token));
            watched.Page = await CircuitClient.OpenAsync(watched.Session, "/?culture=en", new() { OnBatch = (_, batch, _) => watched.Look(batch) }, Http.Token);
            return watched;
        }

        private void Look(ReadOnlySpan<byte> batch)
        {
            if (_place is { } place && RenderBatchEdits.Removes(batch, place)) _gone.TrySetResult();
            if (RenderBatchEdits.Bringing(batch, FullDiskTests.Banner) is { } at)
            {
                _place = at;
                _banner.TrySetResult();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Page.DisposeAsync();
            session.Dispose();
        }
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
