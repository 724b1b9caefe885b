using OpenTelemetry;
using OpenTelemetry.Metrics;
using SalesOps.Console.Live;

namespace SalesOps.Console;

/// <summary>Metrics to an OpenTelemetry collector, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class Telemetry
{
    private static readonly string[] Meters = ["SalesOps.Store", LiveMeter.Name, Api.MessageMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime"];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Api.MessageMeter>();
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return;
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().AddMeter(Meters).AddOtlpExporter().Build());
        services.AddHostedService<Exporter>();
    }

    /// <summary>Starts the export with the host; the container ends it.</summary>
    private sealed class Exporter(MeterProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            provider.ForceFlush();
            return Task.CompletedTask;
        }
    }
}
