using Vireo.Forecasting.Smoothing;

namespace Vireo.Forecasting.Ets;

/// <summary>Where the numbers of a form stand in the vector that is searched, and what bounds them.</summary>
/// <remarks>α, then β/α, φ and γ/(1 − α) as far as the form has them, then the first level, trend and all but the last
/// seasonal value, which follows from their sum: 0 for additive seasons, the period for multiplicative ones. In these
/// coordinates R's "usual" region is a box.</remarks>
internal sealed class EtsLayout
{
    private const double SmallestAlpha = 1e-4;
    private const double SmallestPhi = 0.8;
    private const double LargestPhi = 0.98;

    public EtsLayout(EtsForm form, int period)
    {
        Form = form;
        Period = form.Season == EtsSeason.None ? 1 : period;
        int next = 1;
        Slope = form.Trend == EtsTrend.None ? -1 : next++;
        Phi = form.Trend == EtsTrend.Damped ? next++ : -1;
        SeasonShare = form.Season == EtsSeason.None ? -1 : next++;
        Level = next++;
        Trend = form.Trend == EtsTrend.None ? -1 : next++;
        Season = next;
        Count = next + Period - 1;
    }

    public EtsForm Form { get; }

    /// <summary>Steps in one season; 1 without.</summary>
    public int Period { get; }

    /// <summary>Numbers in the vector.</summary>
    public int Count { get; }

    /// <summary>Index of β/α, −1 without a trend.</summary>
    public int Slope { get; }

    /// <summary>Index of φ, −1 when the trend is not damped.</summary>
    public int Phi { get; }

    /// <summary>Index of γ/(1 − α), −1 without a season.</summary>
    public int SeasonShare { get; }

    /// <summary>Index of the first level; before it stand weights, from it on states.</summary>
    public int Level { get; }

    /// <summary>Index of the first trend, −1 without.</summary>
    public int Trend { get; }

    /// <summary>Index of the first seasonal value.</summary>
    public int Season { get; }

    public bool HasSeason => SeasonShare >= 0;

    public EtsParameters Parameters(ReadOnlySpan<double> point) => new(
        point[0],
        Slope < 0 ? 0 : point[0] * point[Slope],
        SeasonShare < 0 ? 0 : (1 - point[0]) * point[SeasonShare],
        Phi < 0 ? 1 : point[Phi]);

    public double FirstTrend(ReadOnlySpan<double> point) => Trend < 0 ? 0 : point[Trend];

    /// <summary>Writes a fit without a season into a point.</summary>
    public void Take(in SmoothingFit fit, Span<double> point)
    {
        point[0] = fit.Alpha;
        point[Level] = fit.Level;
        if (Slope >= 0)
        {
            point[Slope] = fit.Beta / fit.Alpha;
            point[Trend] = fit.Trend;
        }

        if (Phi >= 0)
        {
            point[Phi] = Math.Clamp(fit.Phi, SmallestPhi, LargestPhi);
        }
    }

    /// <summary>Writes the seasonal values, the first phase first.</summary>
    public void FillSeason(ReadOnlySpan<double> point, Span<double> season)
    {
        double rest = Form.Season == EtsSeason.Multiplicative ? Period : 0;
        for (int phase = 0; phase < Period - 1; phase++)
        {
            season[phase] = point[Season + phase];
            rest -= season[phase];
        }

        season[Period - 1] = rest;
    }

    public double Lowest(int index) =>
        index == 0 ? SmallestAlpha : index == Phi ? SmallestPhi : index < Level ? 0 : double.NegativeInfinity;

    public double Highest(int index) =>
        index == 0 ? 1 - SmallestAlpha : index == Phi ? LargestPhi : index < Level ? 1 : double.PositiveInfinity;
}
