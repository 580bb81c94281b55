using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>What one model cost and was worth on many series.</summary>
/// <param name="Mean">Milliseconds of CPU a series, to fit and forecast.</param>
/// <param name="Worst">Of the dearest series.</param>
/// <param name="ErrorOf">MASE of each series; NaN where it has no scale.</param>
internal sealed record FitOutcome(double Mean, double Worst, double[] ErrorOf)
{
    /// <summary>Mean MASE.</summary>
    public double Error => ErrorOf.Where(double.IsFinite).Average();

    /// <summary>Fits and forecasts each, one after the other.</summary>
    public static FitOutcome Of(string name, ArimaSeries[] series)
    {
        double total = 0;
        double worst = 0;
        double[] errors = new double[series.Length];
        for (int i = 0; i < series.Length; i++)
        {
            double[] path = new double[series[i].Actual.Length];
            TimeSpan before = Environment.CpuUsage.TotalTime;
            IPathModel model = ModelCatalog.CreatePath(name, [series[i].Period]);
            model.Fit(series[i].History);
            model.Forecast(path);
            double milliseconds = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            total += milliseconds;
            worst = Math.Max(worst, milliseconds);
            errors[i] = series[i].ScaledError(path);
        }

        return new(total / series.Length, worst, errors);
    }
}
