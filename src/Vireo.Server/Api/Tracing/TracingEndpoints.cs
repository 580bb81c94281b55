using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Tracing;

/// <summary>The time line of one object, and what followed from something.</summary>
internal static class TracingEndpoints
{
    private const int Usual = 100;
    private const int Most = 1_000;
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(7);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/timeline/following/{**key}", Following).WithTags("Incidents")
            .WithSummary("Shows an event and all that followed from it, in the order of time.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/timeline/{**name}", About).WithTags("Incidents")
            .WithSummary("Lists what happened to one object, with causes and effects, newest first.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static ObjectTimeline About(
        IFleetView fleets,
        [Description("Kind and identifier, such as host/host-07 or vm/vm-0042, or a name that only one object has.")] string name,
        [Description("From when on: a time such as 2026-11-30T08:00:00Z, or how long back, such as 7d; 7d when left out.")] string? since,
        [Description("How many at most, 1 to 1000; 100 when left out.")] int? limit,
        string? cluster)
    {
        int most = Limit(limit);
        string text = Uri.UnescapeDataString(name);
        var (id, entity) = Find(fleets, text, cluster);
        var start = Since(since, fleets.StateOf(id).At);

        return new ObjectTimeline(
            id, EntityText.Format(entity), start, [.. fleets.Trace(id, entity, start, most).Select(TracedRow.Of)]);
    }

    private static ImmutableArray<TracedRow> Following(
        IFleetView fleets,
        [Description("As a time line names it, such as decision/42 or action/3f2a-0.")] string key,
        [Description("How many at most, 1 to 1000; 100 when left out.")] int? limit)
    {
        int most = Limit(limit);
        string plain = Uri.UnescapeDataString(key);
        foreach (var cluster in fleets.Clusters)
        {
            if (fleets.Following(cluster, plain, most) is { IsEmpty: false } found)
            {
                return [.. found.Select(TracedRow.Of)];
            }
        }

        throw ApiException.NotFound($"There is no event '{plain}' among those that are kept; 'vireo timeline OBJECT --json' names them.");
    }

    // Where several clusters run, the one that knows the object.
    private static (ClusterId Cluster, EntityId Entity) Find(IFleetView fleets, string text, string? cluster)
    {
        var clusters = fleets.Select(cluster);
        foreach (var id in clusters)
        {
            try
            {
                var entity = NamedObject.Find(fleets.StateOf(id), text);
                if (NamedObject.IsKnown(fleets, id, entity))
                {
                    return (id, entity);
                }
            }
            catch (ApiException missing) when (missing.Status == StatusCodes.Status404NotFound && clusters.Length > 1)
            {
                // Another cluster may know it.
            }
        }

        throw ApiException.NotFound($"Nothing is called '{text}', and nothing that is kept has happened to it.");
    }

    private static int Limit(int? limit) => limit is < 1 or > Most
        ? throw ApiException.BadRequest($"'limit' must be from 1 to {Most}, found {limit}.")
        : limit ?? Usual;

    private static DateTimeOffset Since(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return now - UsualSpan;
        }

        if (DurationText.TryParse(text, out var back))
        {
            return back < now - DateTimeOffset.MinValue ? now - back : DateTimeOffset.MinValue;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw ApiException.BadRequest(
                $"'since' must be a time such as 2026-11-30T08:00:00Z or a duration such as 7d, found '{text}'.");
    }
}
