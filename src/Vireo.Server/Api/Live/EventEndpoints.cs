using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Vireo.Server.Api.Inventory;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Live;

/// <summary>Live updates as server-sent events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", StreamAsync).WithTags("Live").Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .WithSummary("Streams changes: the state of each cluster first, then 'state', 'plan', 'incident' and 'timeline' as they come.");

    private static async Task StreamAsync(
        HttpContext context, EventFeed feed, IFleetView fleets, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        using var listener = feed.Subscribe() ?? throw new ApiException(
            StatusCodes.Status503ServiceUnavailable, "Too many clients are listening. Close some, or poll /api/v1/status.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            foreach (var cluster in fleets.Clusters)
            {
                var status = ClusterStatus.Of(cluster, fleets.StateOf(cluster), fleets.VirtualSpeed(cluster));
                await WriteAsync(context.Response, new LiveEvent("state", status), stop.Token);
            }

            await FollowAsync(context.Response, listener, time, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The listener is gone, or the server stops: both end the stream.
        }
    }

    private static async Task FollowAsync(
        HttpResponse response, Subscription listener, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            await response.Body.FlushAsync(cancellationToken);
            if (!await WaitAsync(listener, time, cancellationToken))
            {
                await response.WriteAsync(": still here\n\n", cancellationToken);
                continue;
            }

            if (listener.TakeDropped() is > 0 and var dropped)
            {
                await WriteAsync(response, new LiveEvent("lagged", new Lagged(dropped)), cancellationToken);
            }

            while (listener.Events.TryRead(out var happened))
            {
                await WriteAsync(response, happened, cancellationToken);
            }
        }
    }

    /// <summary>Waits for an event; false when none came until it is time for a sign of life.</summary>
    private static async Task<bool> WaitAsync(Subscription listener, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await listener.Events.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Task WriteAsync(HttpResponse response, LiveEvent happened, CancellationToken cancellationToken) =>
        response.WriteAsync(
            $"event: {happened.Kind}\ndata: {JsonSerializer.Serialize(happened.Data, ApiJson.Options)}\n\n", cancellationToken);
}
