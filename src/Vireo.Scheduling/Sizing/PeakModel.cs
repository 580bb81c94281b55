namespace Vireo.Scheduling.Sizing;

/// <summary>The highest demand of a day as an extreme-value distribution, with its trend: how likely next week exceeds
/// a size.</summary>
/// <remarks>Gumbel, P(peak ≤ x) = exp(−exp(−(x − μ)/β)), by moments: β = s √6 / π, μ = mean − γ β. The trend is the
/// median of all slopes between two days (Theil, Sen), counted only upwards and a week ahead. Coles, <em>An
/// Introduction to Statistical Modeling of Extreme Values</em>, 2001, chapter 3.</remarks>
public sealed class PeakModel
{
    private const double EulerGamma = 0.5772156649015329;
    private const double SmallestSpread = 0.03;
    private const int DaysAhead = 7;
    private const int FewestDays = 2;

    private PeakModel(double location, double scale, double growthPerDay, int days)
    {
        Location = location;
        Scale = scale;
        GrowthPerDay = growthPerDay;
        Days = days;
    }

    /// <summary>μ, of next week's days.</summary>
    public double Location { get; }

    /// <summary>β.</summary>
    public double Scale { get; }

    /// <summary>By how much daily peaks rise each day; 0 when they fall.</summary>
    public double GrowthPerDay { get; }

    /// <summary>Days with enough measurements.</summary>
    public int Days { get; }

    /// <summary>Fits the model; null with fewer than two days.</summary>
    /// <param name="values">Evenly spaced, oldest first; NaN marks a gap. A day of which less than half is known is
    /// left out.</param>
    /// <param name="step">Their spacing.</param>
    public static PeakModel? Fit(ReadOnlySpan<double> values, TimeSpan step)
    {
        var peaks = PeaksOf(values, step);

        return peaks.Count < FewestDays ? null : Fit(peaks);
    }

    /// <summary>On how many days a value was reached; of those that <see cref="Fit(ReadOnlySpan{double}, TimeSpan)"/>
    /// counts.</summary>
    public static int DaysOver(ReadOnlySpan<double> values, TimeSpan step, double value) =>
        PeaksOf(values, step).Count(day => day.Peak >= value);

    private static List<(int Day, double Peak)> PeaksOf(ReadOnlySpan<double> values, TimeSpan step)
    {
        int perDay = (int)Math.Round(TimeSpan.FromDays(1) / step);
        var peaks = new List<(int Day, double Peak)>();

        // Days end where the series ends, so that the newest is whole.
        for (int day = 0; (day + 1) * perDay <= values.Length; day++)
        {
            int end = values.Length - (day * perDay);
            if (PeakOf(values[(end - perDay)..end]) is { } peak)
            {
                peaks.Add((-day, peak));
            }
        }

        return peaks;
    }

    /// <summary>The chance that some day of the next week exceeds a size.</summary>
    public double ChanceOver(double size) => 1 - Math.Exp(-DaysAhead * Math.Exp(-(size - Location) / Scale));

    /// <summary>The size that the next week exceeds with a chance.</summary>
    public double SizeFor(double chance) => Location - (Scale * Math.Log(-Math.Log(1 - chance) / DaysAhead));

    private static double? PeakOf(ReadOnlySpan<double> day)
    {
        double peak = double.NegativeInfinity;
        int known = 0;
        foreach (double value in day)
        {
            if (!double.IsNaN(value))
            {
                peak = Math.Max(peak, value);
                known++;
            }
        }

        return known * 2 >= day.Length && known > 0 ? peak : null;
    }

    private static PeakModel Fit(List<(int Day, double Peak)> peaks)
    {
        double growth = Math.Max(0, MedianSlope(peaks));
        double mean = 0;
        foreach (var (day, peak) in peaks)
        {
            mean += (peak - (growth * day)) / peaks.Count;
        }

        double squares = 0;
        foreach (var (day, peak) in peaks)
        {
            double off = peak - (growth * day) - mean;
            squares += off * off;
        }

        double spread = Math.Max(Math.Sqrt(squares / (peaks.Count - 1)), SmallestSpread * Math.Abs(mean));

        // Few days know little of their own spread.
        spread *= Math.Sqrt((peaks.Count + 1.0) / (peaks.Count - 1));
        double scale = Math.Max(spread * Math.Sqrt(6) / Math.PI, 1e-9);

        return new PeakModel(mean + (growth * DaysAhead) - (EulerGamma * scale), scale, growth, peaks.Count);
    }

    private static double MedianSlope(List<(int Day, double Peak)> peaks)
    {
        var slopes = new List<double>();
        for (int i = 0; i < peaks.Count; i++)
        {
            for (int j = i + 1; j < peaks.Count; j++)
            {
                slopes.Add((peaks[i].Peak - peaks[j].Peak) / (peaks[i].Day - peaks[j].Day));
            }
        }

        slopes.Sort();

        // Between few days a slope is mostly noise.
        return peaks.Count < 5 ? 0 : slopes[slopes.Count / 2];
    }
}
