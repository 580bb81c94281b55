using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Simulation;

/// <summary>Forecasts the load of one service as the product does, from five-minute means, and gives the bound by
/// minute.</summary>
public sealed class LoadForecast
{
    private const int MinutesPerStep = 5;
    private const int Window = 12;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly SeriesKey Key = new(EntityId.Of(new VirtualMachineId("service")), Metric.CpuDemand);

    private readonly FleetForecaster _forecaster = new(new ForecastOptions { Metrics = [Metric.CpuDemand] });
    private readonly List<double> _means = [];
    private readonly double[] _bound;
    private readonly int _steps;
    private readonly double _quantile;
    private double[] _path = [];

    /// <summary>Prepares.</summary>
    /// <param name="ahead">How far ahead bounds are wanted.</param>
    /// <param name="quantile">Of the forecast, one of the levels of <see cref="ForecastOptions.Levels"/>.</param>
    public LoadForecast(TimeSpan ahead, double quantile)
    {
        _quantile = quantile;
        _bound = new double[(int)Math.Ceiling(ahead.TotalMinutes) + 1];
        _steps = (_bound.Length / MinutesPerStep) + 2;
    }

    /// <summary>Takes a minute in and gives the bound from the next minute on; empty while nothing is known.</summary>
    public ReadOnlyMemory<double> After(ServiceMoment moment)
    {
        int into = (moment.Minute + 1) % MinutesPerStep;
        if (into == 0)
        {
            Learn(moment.Measured.Span[^MinutesPerStep..]);
        }

        if (_path.Length == 0)
        {
            return default;
        }

        for (int i = 0; i < _bound.Length; i++)
        {
            // Each value is the mean of its step, so it stands in the middle of it.
            double at = Math.Max(0, ((into + i + 0.5) / MinutesPerStep) - 0.5);
            int step = Math.Min((int)at, _path.Length - 2);
            _bound[i] = _path[step] + ((_path[step + 1] - _path[step]) * Math.Min(1, at - step));
        }

        return _bound;
    }

    private void Learn(ReadOnlySpan<double> minutes)
    {
        double sum = 0;
        foreach (double value in minutes)
        {
            sum += value;
        }

        _means.Add(sum / minutes.Length);
        double[] window = [.. _means.Skip(Math.Max(0, _means.Count - Window))];
        var step = TimeSpan.FromMinutes(MinutesPerStep);
        var from = Start + (step * (_means.Count - window.Length));
        var series = new TimeSeries(Key, from, step, window, DataQuality.Perfect);
        _forecaster.Observe(new FleetSeries(
            Start + (step * _means.Count), step, new Dictionary<SeriesKey, TimeSeries> { [Key] = series }));
        if (_forecaster.Forecast(Key, _steps) is { } forecast)
        {
            int level = _forecaster.Options.Levels.IndexOf(_quantile);
            _path = [.. forecast.Quantiles.AsSpan().Slice(level * _steps, _steps).ToArray().Select(value => (double)value)];
        }
    }
}
