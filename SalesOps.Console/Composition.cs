using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Console;
using SalesOps.Console.Api;
using SalesOps.Console.Live;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Panels.Learning;
using SalesOps.Console.Panels.Reports;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;

namespace SalesOps.Console;

/// <summary>Puts the program together: the domain over one store, and the ways people and programs reach it.</summary>
internal static class Composition
{
    private const int UnansweredBatches = 3;
    /// <summary>What requests have to end in. The last checkpoint and the last metrics come after it, and all of it in five seconds on a machine that is not busy with other things.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);

    /// <summary>The server, not started.</summary>
    /// <param name="urls">Where it listens.</param>
    /// <param name="writer">The store's only writing connection; the server owns it.</param>
    /// <param name="configure">More services, e.g. a clock for tests.</param>
    public static WebApplication Build(string urls, StoreFiles files, SqliteConnection writer, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Composition).Assembly.GetName().Name,
            ContentRootPath = ContentRoot(),
        });
        builder.WebHost.UseUrls(urls);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = Doors.LargestForm;
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = LongestStop);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        AddLogs(builder);

        builder.Services.AddDomain(files, writer);
        builder.Services.AddSingleton<SampleData>();
        // First of the services that run, so the last to stop: its checkpoint is of what all others wrote.
        builder.Services.AddHostedService<Checkpointing>();
        builder.Services.AddShell();
        builder.Services.AddSignIn(files);
        builder.Services.AddApi();
        AddLive(builder.Services);
        builder.Services.AddTelemetry(builder.Configuration);
        configure?.Invoke(builder);

        // What cannot start says so in one line, without the host's own account of it.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && Volatile.Read(ref started));

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => Volatile.Write(ref started, true));
        app.UseShell();
        app.UseApiProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOpenSockets();
        app.MapApi();
        app.MapSignOut();
        app.MapCorrections();
        app.MapReports();
        app.MapListExport();
        app.MapShell();
        return app;
    }

    /// <summary>A line of JSON an event, with its time in UTC; <c>Logging__Console__FormatterName=simple</c> is for people who read along.</summary>
    private static void AddLogs(WebApplicationBuilder builder)
    {
        builder.Logging.AddConsole(o =>
        {
            // Standard output is for what the command line promises to print.
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.FormatterName = builder.Configuration["Logging:Console:FormatterName"] ?? ConsoleFormatterNames.Json;
        });
        // Quoted, because formats of other languages have other signs there.
        const string Time = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fff'Z'";
        builder.Services.Configure<JsonConsoleFormatterOptions>(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, o.TimestampFormat ?? Time));
        builder.Services.Configure<SimpleConsoleFormatterOptions>(o => (o.UseUtcTimestamp, o.TimestampFormat, o.SingleLine) = (true, o.TimestampFormat ?? Time + " ", true));
    }

    private static void AddLive(IServiceCollection services)
    {
        services.AddSingleton<LiveMeter>();
        services.AddSingleton<ListReads>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(s => s.GetRequiredService<ChangeFeed>());
        services.AddSingleton<CounterFacts>();
        services.AddHostedService(s => s.GetRequiredService<CounterFacts>());
        services.AddSingleton<CounterCheck>();
        services.AddHostedService(s => s.GetRequiredService<CounterCheck>());
        services.AddWorkers();
        services.AddScoped<LiveCircuit>();
        services.AddScoped<Undos>();
        services.AddScoped<Viewings>();
        services.AddSingleton<ExportRuns>();
        services.AddScoped<PlaybookDraft>();
        services.AddScoped<CircuitHandler, CircuitConnection>();
        services.AddScoped<CircuitHandler, CircuitDiet>();
        services.Configure<CircuitOptions>(o => o.MaxBufferedUnacknowledgedRenderBatches = UnansweredBatches);
    }

    /// <summary>Beside the program when published; the project's folder when run from source.</summary>
    private static string ContentRoot() =>
        Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : Directory.GetCurrentDirectory();
}
