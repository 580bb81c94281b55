using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Monitoring;

/// <summary>What watches the watcher: health, readiness and figures.</summary>
internal static class MonitoringEndpoints
{
    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", Health).WithTags("Monitoring").AllowAnonymous()
            .WithSummary("Whether the process works: 200, or 503 and what is wrong.");
        routes.MapGet("/readyz", Ready).WithTags("Monitoring").AllowAnonymous()
            .WithSummary("Whether every cluster has made its first decision: 200, or 503 and which has not.");
        routes.MapGet("/metrics", Metrics).WithTags("Monitoring").RequireAuthorization(Access.Read)
            .WithSummary("Figures in the Prometheus text format.");
    }

    private static IResult Health(IServerHealth health) =>
        health.Problems is { IsEmpty: false } problems ? Unavailable(problems) : Results.Text("ok\n");

    private static IResult Ready(IFleetView fleets, IServerHealth health)
    {
        var waiting = fleets.Clusters.Where(cluster => fleets.StateOf(cluster).Cycle == 0)
            .Select(cluster => $"cluster {cluster} has made no decision yet");
        string[] problems = [.. health.Problems, .. waiting];

        return problems.Length > 0 ? Unavailable(problems) : Results.Text("ready\n");
    }

    private static IResult Metrics(MetricsText metrics) =>
        Results.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8");

    private static IResult Unavailable(IEnumerable<string> problems) =>
        Results.Text(string.Join('\n', problems) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
