using Microsoft.EntityFrameworkCore;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.ApiKeys;

namespace SalesOps.Console.Verbs;

/// <summary>The API key that a demo prints: it opens everything, and nothing once the demo ended.</summary>
internal static class DemoKey
{
    private const string Name = "demo";
    /// <summary>How often it is tried while too much waits to be written: a program that ends has no more than seconds, and the next start does it too.</summary>
    private const int Most = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes one that lasts until the program stops.</summary>
    public static async Task<string> MakeAsync(WebApplication app, CancellationToken cancellation)
    {
        var key = Tokens.New();
        await app.Services.SendAsync(Caller.System, new CreateApiKey.Command(Guid.CreateVersion7(), Name, Tokens.Hash(key), key[..6], Enum.GetValues<ApiScope>()), cancellation);
        // Before the services stop: the last checkpoint of the audit log is of this too.
        app.Lifetime.ApplicationStopping.Register(() => EndAsync(app.Services).GetAwaiter().GetResult());
        return key;
    }

    /// <summary>Revokes what there is, also of a demo that was killed. A key of this name that a person made is theirs.</summary>
    public static async Task EndAsync(IServiceProvider services)
    {
        foreach (var key in services.GetRequiredService<WriteLane>().Last.Directory.ApiKeys.Where(k => k is { Name: Name, RevokedAt: null }))
        {
            await using var store = await services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync();
            if (await store.AuditEntries.AnyAsync(e => e.Action == CreateApiKey.Action && e.ObjectId == key.Id && e.ActorKind == ActorKind.System))
                await RevokeAsync(services, key);
        }
    }

    private static async Task RevokeAsync(IServiceProvider services, ApiKey key)
    {
        var command = new RevokeApiKey.Command(Guid.CreateVersion7(), key.Id);
        var answer = await services.SendAsync(Caller.System, command);
        for (var tried = 1; tried < Most && !answer.Succeeded && answer.Errors[0].Kind == ErrorKind.Busy; tried++)
        {
            await Task.Delay(Pause);
            answer = await services.SendAsync(Caller.System, command);
        }
        if (!answer.Succeeded) System.Console.Error.WriteLine($"The demo's API key {key.Prefix}… could not be revoked and opens the store until the next start, or until somebody revokes it on the page: {answer.Errors[0].Message}");
    }
}
