using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Series;

/// <summary>What was measured, what is expected, and how well it is expected.</summary>
internal static class SeriesEndpoints
{
    private const int MostPoints = 20_000;
    private const int MostSteps = 2_016;
    private const int UsualSteps = 12;
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(1);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/series", Series).WithTags("Series").WithSummary("Reads a stored series on an even grid.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/forecasts", Forecast).WithTags("Series").WithSummary("Forecasts a series from its newest value on.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/models", Models).WithTags("Series").WithSummary("Which model forecasts which series, and how well.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/models/summary", Summary).WithTags("Series")
            .WithSummary("How often the forecast intervals of all series held what came, and how many choices of models wait.");
    }

    private static SeriesView Series(
        IFleetView fleets,
        [Description("Kind and identifier, such as host/host-07 or vm/vm-0042.")] string entity,
        [Description("Such as cpu.usage or mem.usage.")] string metric,
        [Description("Inclusive, UTC; a day before 'to' when left out.")] DateTimeOffset? from,
        [Description("Exclusive, UTC; the cluster's now when left out.")] DateTimeOffset? to,
        [Description("Such as 5m; the step of the models when left out.")] string? step,
        string? cluster)
    {
        var id = fleets.One(cluster);
        var key = Key(entity, metric);
        var end = to ?? fleets.StateOf(id).At;
        var start = from ?? Earlier(end, UsualSpan);
        var spacing = Step(step, fleets.ForecastOptions(id).Step);
        RequireBounded(start, end, spacing);

        return fleets.Read(id, key, start.ToUniversalTime(), end.ToUniversalTime(), spacing) is { } series
            ? SeriesView.Of(series)
            : throw ApiException.NotFound($"Nothing is stored of {entity} {metric}.");
    }

    private static ForecastView Forecast(
        IFleetView fleets,
        [Description("Kind and identifier, such as vm/vm-0042.")] string entity,
        [Description("Such as cpu.usage or mem.usage.")] string metric,
        [Description("How many steps, 1 to 2016; 12 when left out.")] int? steps,
        string? cluster)
    {
        var id = fleets.One(cluster);
        var key = Key(entity, metric);
        int count = steps ?? UsualSteps;
        if (count is < 1 or > MostSteps)
        {
            throw ApiException.BadRequest($"'steps' must be from 1 to {MostSteps}, found {count}.");
        }

        return fleets.Forecast(id, key, count) is { } forecast
            ? ForecastView.Of(key, fleets.StateOf(id).At, fleets.ForecastOptions(id), count, forecast)
            : throw ApiException.NotFound(
                $"No model knows {entity} {metric}. Forecast are {string.Join(", ", fleets.ForecastOptions(id).Metrics)} of what was measured.");
    }

    private static Page<ModelView> Models(
        IFleetView fleets,
        [AsParameters] PageQuery page,
        string? cluster,
        [Description("Only the series of this one: kind and identifier, such as vm/vm-0042.")] string? entity,
        [Description("Only this quantity, such as cpu.usage or mem.usage.")] string? metric)
    {
        EntityId? whose = entity is null ? null : Entity(entity);
        Metric? which = metric is null ? null : Quantity(metric);

        ModelReport[] found = [.. Reports(fleets, cluster).Where(report => whose is null || report.Key.Entity == whose)];
        if (whose is { } nobody && found.Length == 0 && !fleets.Select(cluster).Any(id => IsThere(fleets.StateOf(id).Fleet, nobody)))
        {
            throw ApiException.NotFound(
                $"There is no '{entity}', and no model knows it. 'vireo models' lists the series that are forecast.");
        }

        return page.Of([.. found.Where(report => which is null || report.Key.Metric == which)], ModelView.Of);
    }

    // What is there and was never measured has no models yet, which is no error.
    private static bool IsThere(FleetSnapshot fleet, EntityId entity) => entity.Kind switch
    {
        EntityKind.VirtualMachine => fleet.VirtualMachines.Any(machine => EntityId.Of(machine.Id) == entity),
        EntityKind.Host => fleet.Hosts.Any(host => EntityId.Of(host.Id) == entity),
        _ => false,
    };

    private static ModelSummary Summary(IFleetView fleets, string? cluster) =>
        ModelSummary.Of([.. Reports(fleets, cluster)], [.. fleets.Select(cluster).Select(fleets.Choices)]);

    private static IEnumerable<ModelReport> Reports(IFleetView fleets, string? cluster) =>
        fleets.Select(cluster).SelectMany(id => fleets.Models(id));

    private static SeriesKey Key(string entity, string metric) => new(Entity(entity), Quantity(metric));

    private static EntityId Entity(string entity) => EntityText.TryParse(entity, out var found)
        ? found
        : throw ApiException.BadRequest($"'entity' must be such as host/host-07 or vm/vm-0042, found '{entity}'.");

    private static Metric Quantity(string metric) => Metric.Find(metric) ?? throw ApiException.BadRequest(
        $"There is no metric '{metric}'. The nearest is '{NearestWord.Of(metric, Metric.All.Select(one => one.Name))}'.");

    private static TimeSpan Step(string? written, TimeSpan usual)
    {
        if (written is null)
        {
            return usual;
        }

        return DurationText.TryParse(written, out var step) && step >= TimeSpan.FromSeconds(1)
            ? step
            : throw ApiException.BadRequest($"'step' must be a duration of at least 1s, such as 5m or 1h, found '{written}'.");
    }

    private static void RequireBounded(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        if (from >= to)
        {
            throw ApiException.BadRequest($"'from' ({from:O}) must be before 'to' ({to:O}).");
        }

        if ((to - from) / step > MostPoints)
        {
            throw ApiException.BadRequest(
                $"From {from:O} to {to:O} are more than {MostPoints} steps of {DurationText.Format(step)}. Ask for a longer step.");
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset end, TimeSpan span) =>
        end - DateTimeOffset.MinValue > span ? end - span : DateTimeOffset.MinValue;
}
