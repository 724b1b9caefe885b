using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.Verbs;

/// <summary>Starts the console with sample data, accounts to sign in with, and an API key. Loopback only: its passwords are no secret.</summary>
internal static class Demo
{
    private const string Password = "demo-console-1";

    public static Command Verb()
    {
        var (urls, traffic) = (Options.Urls(), new Option<int>("--traffic") { Description = "Messages a second sent through the HTTP API, up to 1000." });
        traffic.Within(0, Traffic.MostASecond);
        var data = Options.Said(new Option<string?>("--data") { Description = "The folder of the store; a temporary one when left out. One that holds a store is used as it is." });
        var verb = new Command("demo", "Starts the console with sample data, on a temporary store.") { urls, data, traffic };
        verb.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(urls)!, parsed.GetValue(data), parsed.GetValue(traffic), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string urls, string? folder, int traffic, CancellationToken cancellation)
    {
        if (!urls.Split(';').All(IsLoopback))
        {
            System.Console.Error.WriteLine("The demo listens on loopback addresses only.");
            return Serving.CannotStart;
        }
        var temporary = folder is null ? Directory.CreateTempSubdirectory("salesops-demo-").FullName : null;
        try
        {
            return await Serving.RunAsync(urls, folder ?? temporary!, (app, url) => OpenAsync(app, url, traffic, cancellation), cancellation);
        }
        finally
        {
            if (temporary is not null) Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task OpenAsync(WebApplication app, string url, int traffic, CancellationToken cancellation)
    {
        await app.Services.GetRequiredService<SampleData>().FileAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        System.Console.WriteLine($"url: {url}");
        var madeUp = await MadeUpAsync(app, cancellation);
        foreach (var person in app.Services.GetRequiredService<WriteLane>().Last.Directory.SalesUsers.Values.Where(u => u.IsActive && madeUp.Contains(u.Id)).OrderBy(u => u.CreatedAt))
        {
            var account = await users.FindByIdAsync(person.Id.ToString());
            if (account is null) await users.CreateAsync(account = new Account { Id = person.Id, Email = person.Email }, Password);
            if (await users.CheckPasswordAsync(account, Password)) System.Console.WriteLine($"sign in: {person.Email} / {Password}");
        }
        var key = await DemoKey.MakeAsync(app, cancellation);
        System.Console.WriteLine($"api key: {key}");
        System.Console.WriteLine("ready");
        if (traffic > 0) _ = Traffic.SendAsync(url, key, traffic, app.Lifetime.ApplicationStopping);
    }

    /// <summary>The people whom this program made up: who came otherwise chooses their own password, and gets none that everybody knows.</summary>
    private static async Task<HashSet<Guid>> MadeUpAsync(WebApplication app, CancellationToken cancellation)
    {
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(cancellation);
        return await store.AuditEntries.Where(e => e.Action == SampleData.MadeUp).Select(e => e.ObjectId).ToHashSetAsync(cancellation);
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address)));
}
