namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Judges a kind of curve on observations that it was not fitted to.</summary>
/// <remarks>Twice: on contiguous blocks of time, as between known conditions, and on the fifth of the observations with
/// the most load for each processor after learning from the rest, as beyond them; the question asked of a service is
/// mostly the second.</remarks>
internal sealed class CurveTrial
{
    private const int Blocks = 5;
    private const double Top = 0.8;
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

    /// <summary>Errors beyond known conditions.</summary>
    public RelativeErrors Beyond => new(_beyond);

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
            trial.Judge(curve, observations.AsSpan(first, end - first), isBeyond: false);
        }

        QualityObservation[] byLoad =
            [.. observations.OrderBy(seen => seen.Conditions.Load / seen.Conditions.VirtualCpus)];
        int known = (int)(Top * byLoad.Length);
        trial.Judge(fit(byLoad[..known]), byLoad.AsSpan(known), isBeyond: true);

        return trial;
    }

    private void Judge(IQualityCurve curve, ReadOnlySpan<QualityObservation> observations, bool isBeyond)
    {
        foreach (QualityObservation seen in observations)
        {
            double expected = curve.At(seen.Conditions, 0.5);
            double error = seen.Value - expected;
            double share = error / Math.Max(expected, _floor);
            if (isBeyond)
            {
                _beyond.Add(share);
                _beyondSum += Math.Abs(error);
                _beyondSize += Math.Abs(seen.Value);
            }
            else
            {
                _within.Add(share);
                _withinSum += Math.Abs(error);
                _withinSize += Math.Abs(seen.Value);
            }
        }
    }
}
