namespace Vireo.Forecasting.Intervals;

/// <summary>The steps ahead at which errors are kept: 1, 2, 3, 7, 15, 31… and the horizon; widths between them are
/// interpolated.</summary>
/// <remarks>Odd ones among them: a series that alternates, as loads sampled in time with a job do, looks still from
/// knots that are all even.</remarks>
internal sealed class HorizonKnots
{
    public HorizonKnots(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        List<int> steps = [];
        for (int step = 1; step < horizon; step += step < 3 ? 1 : step + 1)
        {
            steps.Add(step);
        }

        steps.Add(horizon);
        Steps = [.. steps];
        Roots = [.. steps.Select(step => Math.Sqrt(step))];
        Offsets = new int[Steps.Length];
        Weights = new double[Steps.Length];
        for (int knot = 0; knot < Steps.Length; knot++)
        {
            int before = knot == 0 ? 0 : Steps[knot - 1];
            Offsets[knot] = PendingLength;
            Weights[knot] = (double)(Steps[knot] - before) / horizon;
            PendingLength += Steps[knot];
        }
    }

    /// <summary>Steps ahead, ascending; the last is the horizon.</summary>
    public int[] Steps { get; }

    /// <summary>Their square roots: how a random walk spreads.</summary>
    public double[] Roots { get; }

    /// <summary>Where each knot's waiting forecasts begin: a knot h steps ahead has h of them.</summary>
    public int[] Offsets { get; }

    /// <summary>Share of the horizon that each knot speaks for; they sum to one.</summary>
    public double[] Weights { get; }

    /// <summary>Waiting forecasts of all knots.</summary>
    public int PendingLength { get; }

    public int Horizon => Steps[^1];
}
