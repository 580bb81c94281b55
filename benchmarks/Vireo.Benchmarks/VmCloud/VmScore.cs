using Vireo.Forecasting.Evaluation;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>How good one forecast was.</summary>
/// <param name="Task">What was forecast.</param>
/// <param name="Scale">The history's mean absolute change over a season; NaN when it hardly moves.</param>
/// <param name="Error">Mean absolute error, in the unit of the series.</param>
/// <param name="NaiveError">That of the last value.</param>
/// <param name="Pinball">Twice the mean pinball loss of the five levels (the field's convention).</param>
/// <param name="Interval">Interval score of the 95 % interval.</param>
/// <param name="Coverage80">Share of steps inside the 80 % interval.</param>
/// <param name="Coverage95">Share of steps inside the 95 % interval.</param>
internal sealed record VmScore(
    VmTask Task,
    double Scale,
    double Error,
    double NaiveError,
    double Pinball,
    double Interval,
    double Coverage80,
    double Coverage95)
{
    private const double SmallestScale = 1e-6;

    // A hundredth of the scale is no error: windows that naive hits exactly would otherwise decide the mean.
    private const double Negligible = 0.01;

    /// <summary>The error over naive's, both taken a hundredth of the scale larger.</summary>
    public double Ratio
    {
        get
        {
            double floor = Negligible * (double.IsNaN(Scale) ? SmallestScale : Scale);

            return (Error + floor) / (NaiveError + floor);
        }
    }

    /// <summary>Scores a forecast after clamping it to what is possible.</summary>
    public static VmScore Of(VmTask task, VmForecast forecast)
    {
        double[] point = Clamped(task, forecast.Point);
        double[][] rows = [.. VmForecast.Levels.Select((_, level) => Clamped(task, forecast.Row(level)))];
        double[] naive = new double[task.Horizon];
        Array.Fill(naive, task.History[^1]);
        double scale = Accuracy.Scale(task.History, task.Season);

        return new(
            task,
            scale >= SmallestScale ? scale : double.NaN,
            Accuracy.AbsoluteError(task.Actual, point),
            Accuracy.AbsoluteError(task.Actual, naive),
            2 * VmForecast.Levels.Select((level, i) => Accuracy.Pinball(task.Actual, rows[i], level)).Average(),
            Accuracy.IntervalScore(task.Actual, rows[0], rows[4], 0.95),
            Accuracy.Coverage(task.Actual, rows[1], rows[3]),
            Accuracy.Coverage(task.Actual, rows[0], rows[4]));
    }

    private static double[] Clamped(VmTask task, ReadOnlySpan<double> values)
    {
        double[] clamped = values.ToArray();
        for (int i = 0; i < clamped.Length; i++)
        {
            clamped[i] = task.Clamp(clamped[i]);
        }

        return clamped;
    }
}
