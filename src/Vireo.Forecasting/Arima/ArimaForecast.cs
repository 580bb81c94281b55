using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Arima;

/// <summary>Expected next values and their standard errors.</summary>
/// <param name="Mean">Expected values, next step first, in the unit of the series.</param>
/// <param name="StandardErrors">Standard deviations of the forecast errors; parameters count as known.</param>
public sealed record ArimaForecast(IReadOnlyList<double> Mean, IReadOnlyList<double> StandardErrors)
{
    /// <summary>Limits of the central interval under normal errors.</summary>
    /// <param name="step">Index of the forecast, zero for the next value.</param>
    /// <param name="level">Coverage, 0 to 1, both excluded.</param>
    public (double Lower, double Upper) Interval(int step, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        double half = NormalQuantile.Of(0.5 + (level / 2)) * StandardErrors[step];

        return (Mean[step] - half, Mean[step] + half);
    }
}
