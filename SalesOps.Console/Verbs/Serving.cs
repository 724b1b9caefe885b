using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Verbs;

/// <summary>Runs a server from the command line: what cannot start says why in one line on standard error, and exits with 2.</summary>
internal static class Serving
{
    public const int CannotStart = 2;
    /// <summary>The store can only be trusted again after a new start.</summary>
    public const int StoreBroken = 3;

    /// <param name="ready">Called when requests are accepted, with the address.</param>
    public static async Task<int> RunAsync(string urls, string folder, Func<WebApplication, string, Task> ready, CancellationToken cancellation)
    {
        var files = new StoreFiles(Path.GetFullPath(folder)) { Progress = System.Console.Error.WriteLine };
        try
        {
            await using var app = Composition.Build(urls, files, files.OpenWriter());
            await app.Services.ReapplyErasuresAsync(Checkpointing.FolderOf(files), cancellation);
            var lane = app.Services.GetRequiredService<WriteLane>();
            if (lane.Last.Directory.Settings is { UnknownZone: { } unknown } settings)
                app.Logger.LogWarning("This machine does not know the time zone {Unknown} that is set: the console shows times in {Zone}. Install the system's time zones (tzdata), or set another on the page", unknown, settings.Zone.Id);
            lane.HealthChanged += health =>
            {
                if (health == StoreHealth.Broken) _ = Task.Run(app.Lifetime.StopApplication, CancellationToken.None);
            };
            await DemoKey.EndAsync(app.Services);
            await app.StartAsync(cancellation);
            var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            try
            {
                await ready(app, url);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Stopped while it began: what follows ends it in order.
            }
            await app.WaitForShutdownAsync(cancellation);
            return lane.Health == StoreHealth.Broken
                ? Refuse(lane.IsLost
                    ? $"A fault of this program, which the log tells, ended all writing to {files.Folder}. Everything answered before is stored; start again."
                    : $"The disk did not confirm what was written to {files.Folder}. Everything answered before is stored; start again once the disk is sound.", StoreBroken)
                : 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }
        catch (StoreException problem)
        {
            return Refuse(problem.Message);
        }
        catch (SqliteException problem)
        {
            return Refuse(files.Explain(problem));
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            return Refuse($"{urls} is in use by another program.");
        }
        catch (Exception problem) when (problem is SocketException or FormatException or ArgumentOutOfRangeException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" })
        {
            return Refuse($"{urls} cannot be listened on: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Refuse($"The folder {files.Folder} cannot be used: {problem.Message}");
        }
    }

    /// <summary>Says in one line on standard error why it cannot be done.</summary>
    public static int Refuse(string why, int exit = CannotStart)
    {
        System.Console.Error.WriteLine(why.ReplaceLineEndings(" "));
        return exit;
    }
}
