using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>
/// A Chromium for half of the browser's tests, without its windows: that one draws the same pages with a third less of the processor.
/// Installs it through <c>apt-get</c> when it is missing and this may be done, else takes the whole one; where neither can be had
/// the tests say why they are skipped, and fail when <c>CI</c> is set.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Shell = "/usr/bin/chromium-headless-shell";
    private const string Whole = "/usr/bin/chromium";
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    /// <summary>The browser.</summary>
    public IBrowser Browser
    {
        get
        {
            if (_browser is null) SystemTools.Miss(_missing!);
            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var problem = File.Exists(Shell) ? null : await AptGet.InstallAsync("chromium-headless-shell", "fonts-noto-cjk");
        if (problem is not null && !File.Exists(Whole))
        {
            _missing = $"There is no {Shell}, and it could not be installed: {problem}";
            return;
        }
        // A wait ends when the page is right; how long that may take is the machine's matter.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = problem is null ? Shell : Whole, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>Half of the browser's tests, one after another: two cores draw two pages at a time fast enough.</summary>
[CollectionDefinition(Name)]
public sealed class InChromium : ICollectionFixture<Chromium>
{
    public const string Name = "in Chromium";
}

/// <summary>The other half, beside it.</summary>
[CollectionDefinition(Name)]
public sealed class InOtherChromium : ICollectionFixture<Chromium>
{
    public const string Name = "in another Chromium";
}
