using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>The unbroken run of samples at the end of a series for which something holds; gaps neither break it nor
/// count.</summary>
/// <param name="Samples">How many.</param>
/// <param name="Newest">Index of the newest.</param>
/// <param name="Since">Instant of the oldest.</param>
/// <param name="FillsWindow">Whether no older sample in the window breaks the run.</param>
internal readonly record struct SampleRun(int Samples, int Newest, DateTimeOffset Since, bool FillsWindow)
{
    /// <summary>Samples above a bound, up to the newest finite one.</summary>
    public static SampleRun Above(TimeSeries series, int newest, double bound) =>
        Of(series, newest, sign: -1, -bound);

    /// <summary>Samples below a bound, up to the newest finite one.</summary>
    public static SampleRun Below(TimeSeries series, int newest, double bound) => Of(series, newest, sign: 1, bound);

    // Holds while sign · sample < bound: the sign turns "above" into "below".
    private static SampleRun Of(TimeSeries series, int newest, int sign, double bound)
    {
        ReadOnlySpan<double> values = series.Values.Span;
        int samples = 0;
        int oldest = newest;
        for (int i = newest; i >= 0; i--)
        {
            if (double.IsFinite(values[i]) && !(sign * values[i] < bound))
            {
                return new(samples, newest, series.Start + (oldest * series.Step), FillsWindow: false);
            }

            if (double.IsFinite(values[i]))
            {
                samples++;
                oldest = i;
            }
        }

        return new(samples, newest, series.Start + (oldest * series.Step), FillsWindow: true);
    }
}
