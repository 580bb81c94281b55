namespace Vireo.Forecasting.ColdStart;

/// <summary>How use moves within machines: how far, how lastingly, and which part of it passes at once.</summary>
/// <remarks>From the autocovariances at no lag, one hour and two hours, pooled over siblings: an AR(1) seen through
/// white noise has γ(k) = s·σ²·ρᵏ for k &gt; 0, so their ratio gives ρ and the first gives s.</remarks>
internal sealed class NoiseLearner(double[] shape, WeekSlots slots)
{
    private const double MostPersistent = 0.9995;
    private readonly int _lag = Math.Max(1, slots.PerDay / 24);
    private double _variance;
    private double _near;
    private double _far;
    private double _varianceWeight;
    private double _nearWeight;
    private double _farWeight;

    public double Deviation => Math.Sqrt(_variance / _varianceWeight);

    public double Persistence
    {
        get
        {
            double near = Covariance(_near, _nearWeight);
            double far = Covariance(_far, _farWeight);

            return near > 0 && far > 0 ? Math.Min(MostPersistent, Math.Pow(far / near, 1.0 / _lag)) : 0;
        }
    }

    public double LastingRatio
    {
        get
        {
            double persistence = Persistence;
            double variance = _variance / _varianceWeight;

            return persistence > 0 && variance > 0
                ? Math.Clamp(Covariance(_near, _nearWeight) / Math.Pow(persistence, _lag) / variance, 0.01, 0.99)
                : 0;
        }
    }

    /// <summary>Counts a sibling and returns its mean use.</summary>
    public double Add(WeightedSibling one)
    {
        double[] uses = Uses(one);
        double mean = uses.Where(double.IsFinite).Average();
        for (int i = 0; i < uses.Length; i++)
        {
            uses[i] -= mean;
        }

        Sum(uses, 0, one.Weight, ref _variance, ref _varianceWeight);
        Sum(uses, _lag, one.Weight, ref _near, ref _nearWeight);
        Sum(uses, 2 * _lag, one.Weight, ref _far, ref _farWeight);

        return mean;
    }

    private double[] Uses(WeightedSibling one)
    {
        double[] uses = one.Sibling.Demand.ToArray();
        for (int i = 0; i < uses.Length; i++)
        {
            uses[i] = double.IsFinite(uses[i])
                ? DemandProfile.UseOf(uses[i] / (one.Sibling.Capacity * shape[slots.After(one.Sibling.FirstSlot, i)]))
                : double.NaN;
        }

        return uses;
    }

    private static void Sum(double[] uses, int lag, double weight, ref double products, ref double weights)
    {
        for (int i = lag; i < uses.Length; i++)
        {
            double product = uses[i] * uses[i - lag];
            if (double.IsFinite(product))
            {
                products += weight * product;
                weights += weight;
            }
        }
    }

    private static double Covariance(double products, double weights) => weights > 0 ? products / weights : 0;
}
