using System.CommandLine;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.Verbs;

/// <summary>Starts the console on its own store.</summary>
internal static class Serve
{
    public static Command Verb()
    {
        var (urls, data) = (Options.Urls(), Options.Data());
        var verb = new Command("serve", "Starts the console (the default).") { urls, data };
        verb.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(urls)!, parsed.GetValue(data)!, cancellation));
        return verb;
    }

    public static Task<int> RunAsync(string urls, string folder, CancellationToken cancellation) => Serving.RunAsync(urls, folder, OpenAsync, cancellation);

    private static async Task OpenAsync(WebApplication app, string url)
    {
        System.Console.WriteLine($"url: {url}");
        if (app.Services.GetRequiredService<WriteLane>().Last.Directory.SalesUsers.Count == 0)
        {
            var token = Tokens.New();
            await app.Services.SendAsync(Caller.System, new OpenSetup.Command(Guid.CreateVersion7(), Tokens.Hash(token)));
            System.Console.WriteLine($"set up: {url}/setup?token={token}");
        }
        System.Console.WriteLine("ready");
    }
}
