namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Judges a kind of curve on observations that it was not fitted to.</summary>
/// <remarks>Twice: on contiguous blocks of time, as between known conditions, and on the observations with the most load
/// for each processor after learning from the rest, as beyond them; the question asked of a service is mostly the second.
/// The busiest fifth judges the curve; the busiest two fifths, further off, tell with it how errors grow with the
/// distance from what was known.</remarks>
internal sealed class CurveTrial
{
    private const int Blocks = 5;
    private const double Top = 0.8;
    private const double FurtherTop = 0.6;

    /// <summary>Distance at which errors are twice those at the edge of what is known.</summary>
    private const double Near = 0.07;

    private readonly List<double> _within = [];
    private readonly List<double> _beyond = [];
    private readonly double _floor;
    private double _withinSum;
    private double _beyondSum;
    private double _withinSize;
    private double _beyondSize;

    private CurveTrial(double floor) => _floor = floor;

    /// <summary>Mean absolute error over the mean value, on average of both judgements: 0.1 is ten per cent
    /// off.</summary>
    public double Error => ((_withinSum / _withinSize) + (_beyondSum / _beyondSize)) / 2;

    /// <summary>Errors between known conditions.</summary>
    public RelativeErrors Within => new(_within);

    /// <summary>Errors beyond known conditions, over the stretch that their distance explains (see
    /// <see cref="At"/>).</summary>
    public RelativeErrors Beyond => new(_beyond);

    /// <summary>How errors grow with the distance from known conditions: 1 at the edge.</summary>
    /// <param name="distance">See <see cref="Experience.Hardship"/>; not negative.</param>
    public static double At(double distance) => 1 + (distance / Near);

    /// <summary>Judges.</summary>
    /// <param name="observations">In order of time.</param>
    /// <param name="fit">Fits the kind of curve.</param>
    /// <param name="floor">The smallest value that errors are a share of.</param>
    public static CurveTrial Of(
        QualityObservation[] observations, Func<QualityObservation[], IQualityCurve> fit, double floor)
    {
        var trial = new CurveTrial(floor);
        for (int block = 0; block < Blocks; block++)
        {
            int first = block * observations.Length / Blocks;
            int end = (block + 1) * observations.Length / Blocks;
            IQualityCurve curve = fit([.. observations[..first], .. observations[end..]]);
            trial.JudgeWithin(curve, observations.AsSpan(first, end - first));
        }

        QualityObservation[] byLoad =
            [.. observations.OrderBy(seen => seen.Conditions.Load / seen.Conditions.VirtualCpus)];
        trial.JudgeBeyond(byLoad, Top, fit, judgesCurve: true);
        trial.JudgeBeyond(byLoad, FurtherTop, fit, judgesCurve: false);

        return trial;
    }

    private void JudgeWithin(IQualityCurve curve, ReadOnlySpan<QualityObservation> observations)
    {
        foreach (QualityObservation seen in observations)
        {
            double expected = curve.At(seen.Conditions, 0.5);
            _within.Add((seen.Value - expected) / Math.Max(expected, _floor));
            _withinSum += Math.Abs(seen.Value - expected);
            _withinSize += Math.Abs(seen.Value);
        }
    }

    private void JudgeBeyond(
        QualityObservation[] byLoad, double known, Func<QualityObservation[], IQualityCurve> fit, bool judgesCurve)
    {
        QualityObservation[] learned = byLoad[..(int)(known * byLoad.Length)];
        IQualityCurve curve = fit(learned);
        Experience? experience = learned.Length > 0 ? Experience.Of(learned) : null;
        foreach (QualityObservation seen in byLoad.AsSpan(learned.Length))
        {
            double expected = curve.At(seen.Conditions, 0.5);
            double error = seen.Value - expected;
            double distance = experience?.Hardship(seen.Conditions) ?? 0;
            _beyond.Add(error / Math.Max(expected, _floor) / At(distance));
            _beyondSum += judgesCurve ? Math.Abs(error) : 0;
            _beyondSize += judgesCurve ? Math.Abs(seen.Value) : 0;
        }
    }
}
