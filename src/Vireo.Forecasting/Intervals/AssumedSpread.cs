using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Intervals;

/// <summary>The width of an interval where a series says nothing about it: it has not moved yet, and is too short to
/// say that it never will.</summary>
/// <remarks>Conformal prediction promises a coverage c from at least 2 / (1 − c) − 1 values; below that the bound it
/// asks for is infinite. What stands here instead is finite and stated: normal, with a quarter of the value (or of one,
/// where the value is zero) as the deviation one step ahead, growing with the root of the distance.</remarks>
internal static class AssumedSpread
{
    private const double Share = 0.25;

    /// <summary>The suffix of a model's name where a bound was assumed.</summary>
    public const string Suffix = "-assumed";

    /// <summary>Whether nothing is known: all values are equal, and too few for the coverage.</summary>
    /// <param name="facts">Of the series.</param>
    /// <param name="coverage">Central, 0 to 1.</param>
    public static bool IsNeeded(SeriesFacts facts, double coverage) =>
        !facts.HasMoved && facts.Count + 1 < 2 / (1 - coverage);

    /// <summary>How far a quantile lies from a forecast.</summary>
    /// <param name="centre">The forecast.</param>
    /// <param name="level">Of the quantile, 0 to 1.</param>
    /// <param name="step">Steps ahead, from one.</param>
    public static double Offset(double centre, double level, int step) =>
        NormalQuantile.Of(level) * Share * (centre == 0 ? 1 : Math.Abs(centre)) * Math.Sqrt(step);
}
