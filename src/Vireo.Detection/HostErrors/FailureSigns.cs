using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What the error counter of a host says about its end: everything that <see cref="HostFailureModel"/>
/// looks at.</summary>
/// <param name="Excess">Errors of the worst quarter of the last hour beyond five times the usual.</param>
/// <param name="Hour">Errors of the last hour.</param>
/// <param name="Growth">Natural logarithm of the errors of the last half hour over those of the half hour before, one
/// added to both.</param>
/// <param name="Steadiness">Share of the samples of the last hour that show errors, 0 to 1.</param>
internal readonly record struct FailureSigns(double Excess, double Hour, double Growth, double Steadiness)
{
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    /// <summary>Reads them from a window of error rates that ends now.</summary>
    /// <param name="series">Errors a second; not finite where missing.</param>
    /// <param name="excess">See <see cref="Excess"/>.</param>
    public static FailureSigns Of(TimeSeries series, double excess)
    {
        int half = Math.Max(1, (int)(HalfHour / series.Step));
        double late = 0;
        double early = 0;
        int showing = 0;
        int measured = 0;
        ReadOnlySpan<double> rates = series.Values.Span;
        for (int back = 1; back <= Math.Min(2 * half, rates.Length); back++)
        {
            double rate = rates[^back];
            if (!double.IsFinite(rate))
            {
                continue;
            }

            measured++;
            showing += rate > 0 ? 1 : 0;
            double errors = rate * series.Step.TotalSeconds;
            (late, early) = back <= half ? (late + errors, early) : (late, early + errors);
        }

        return new(
            excess, late + early, Math.Log((late + 1) / (early + 1)), measured == 0 ? 0 : showing / (double)measured);
    }
}
