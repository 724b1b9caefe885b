using OpenTelemetry;
using OpenTelemetry.Metrics;
using SalesOps.Console.Live;

namespace SalesOps.Console;

/// <summary>Metrics to an OpenTelemetry collector, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class Telemetry
{
    private static readonly string[] Meters = ["SalesOps.Store", LiveMeter.Name, Api.ApiMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime"];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Api.ApiMeter>();
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return;
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().AddMeter(Meters).AddOtlpExporter().Build());
        services.AddHostedService<Exporter>();
    }

    /// <summary>Starts the export with the host, and ends it with the host: a collector that does not answer holds up no stop.</summary>
    private sealed class Exporter(MeterProvider provider) : IHostedService
    {
        /// <summary>How long the last numbers may take, ms.</summary>
        private const int LastWord = 1000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            provider.Shutdown(LastWord);
            return Task.CompletedTask;
        }
    }
}
