using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vireo.Control;

namespace Vireo.Server.Hosting;

/// <summary>Hands the spans of the control loop to a collector of the operator's, where one is named as OpenTelemetry
/// names it; otherwise nobody listens and no span is made.</summary>
internal static class TraceExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    // The exporter itself reads protocol, headers and time limits from the standard variables.
    public static void AddTraceExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]) && string.IsNullOrEmpty(configuration[TracesEndpoint]))
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("vireo"))
            .WithTracing(tracing => tracing.AddSource(LoopMetrics.SourceName).AddOtlpExporter());
    }
}
