namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Learns from past demand what each machine will ask for next, and how wrong that may be.</summary>
/// <remarks>A first-order autoregression around a slow mean, one a machine, each shrunk towards what the fleet does: on
/// five-minute loads of real machines neighbouring samples hardly correlate (0.1 to 0.2), so the mean is nearly all
/// there is to know and the last value says little. Causal, O(machines) an observation, allocates nothing after the
/// first.</remarks>
public sealed class DemandEstimator
{
    private readonly DemandOptions _options;
    private readonly double[] _mean;
    private readonly double[] _last;
    private readonly double[] _products;
    private readonly double[] _squares;
    private readonly double[] _forecast;
    private readonly double[] _variance;
    private readonly int[] _count;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="machines">How many there are; each keeps its index.</param>
    /// <param name="options">How fast to learn.</param>
    public DemandEstimator(int machines, DemandOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(machines);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _mean = new double[machines];
        _last = new double[machines];
        _products = new double[machines];
        _squares = new double[machines];
        _forecast = new double[machines];
        _variance = new double[machines];
        _count = new int[machines];
    }

    /// <summary>Demand expected at the next observation, in the unit of the observations.</summary>
    public ReadOnlySpan<double> Forecast => _forecast;

    /// <summary>Variance of the error of <see cref="Forecast"/>.</summary>
    public ReadOnlySpan<double> Variance => _variance;

    /// <summary>Takes in one observation of every machine.</summary>
    /// <param name="demand">A value a machine; NaN or a negative one for none, which changes nothing for it.</param>
    /// <param name="capacity">What each could ask for at most, positive.</param>
    /// <exception cref="ArgumentException">A length is not the number of machines.</exception>
    public void Observe(ReadOnlySpan<double> demand, ReadOnlySpan<double> capacity)
    {
        if (demand.Length != _mean.Length || capacity.Length != _mean.Length)
        {
            throw new ArgumentException(
                $"{demand.Length} demands and {capacity.Length} capacities were given for {_mean.Length} machines.");
        }

        double ratio = MeanRatio(demand, capacity);
        for (int machine = 0; machine < demand.Length; machine++)
        {
            if (!(demand[machine] >= 0) || double.IsPositiveInfinity(demand[machine]))
            {
                continue;
            }

            if (_count[machine] == 0)
            {
                Begin(machine, demand[machine], capacity[machine], ratio);
            }
            else
            {
                Learn(machine, demand[machine], capacity[machine]);
            }

            _count[machine]++;
            _last[machine] = demand[machine];
        }
    }

    private void Begin(int machine, double demand, double capacity, double ratio)
    {
        double prior = _options.PriorMeanCount;
        _mean[machine] = ((prior * ratio * capacity) + demand) / (1 + prior);
        _variance[machine] = PriorVariance(capacity);
        _forecast[machine] = _mean[machine] + (_options.PriorCorrelation * (demand - _mean[machine]));
    }

    private void Learn(int machine, double demand, double capacity)
    {
        int count = _count[machine] + 1;
        double error = demand - _forecast[machine];
        double gain = Math.Max(_options.VarianceGain, 1 / (count + _options.PriorVarianceCount));
        _variance[machine] += gain * ((error * error) - _variance[machine]);

        double before = _last[machine] - _mean[machine];
        double now = demand - _mean[machine];
        _products[machine] = (_options.CorrelationDecay * _products[machine]) + (before * now);
        _squares[machine] = (_options.CorrelationDecay * _squares[machine]) + (before * before);

        gain = Math.Max(_options.MeanGain, 1 / (count + _options.PriorMeanCount));
        _mean[machine] += gain * (demand - _mean[machine]);
        double prior = _options.PriorCorrelationCount * PriorVariance(capacity);
        double correlation = (_products[machine] + (_options.PriorCorrelation * prior)) / (_squares[machine] + prior);
        _forecast[machine] = _mean[machine] + (Math.Clamp(correlation, 0, 1) * (demand - _mean[machine]));
    }

    private double PriorVariance(double capacity)
    {
        double deviation = _options.PriorDeviationRatio * capacity;

        return deviation * deviation;
    }

    private static double MeanRatio(ReadOnlySpan<double> demand, ReadOnlySpan<double> capacity)
    {
        double asked = 0;
        double possible = 0;
        for (int machine = 0; machine < demand.Length; machine++)
        {
            if (demand[machine] >= 0 && !double.IsPositiveInfinity(demand[machine]))
            {
                asked += demand[machine];
                possible += capacity[machine];
            }
        }

        return possible > 0 ? asked / possible : 0;
    }
}
