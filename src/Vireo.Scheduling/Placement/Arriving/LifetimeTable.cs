namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>How long machines of a kind live, learned from those that ended and from those that have lived so long
/// already.</summary>
/// <remarks>A hazard per kind and age, ages in buckets of a third of an octave: deaths over time at risk, the estimator
/// of a piecewise exponential model. A kind with little data leans on all machines together. Nothing of the future
/// enters.</remarks>
public sealed class LifetimeTable
{
    private const int Buckets = 40;
    private const int PerOctave = 3;
    private const double Shortest = 300;
    private const double Longest = 1e6;
    private const double PriorDeaths = 20;
    private const double PriorSecondsEach = 900;
    private readonly List<double[]> _deaths = [new double[Buckets]];
    private readonly List<double[]> _atRisk = [new double[Buckets]];
    private readonly List<double[]> _alive = [new double[Buckets]];
    private readonly List<double[]> _survival = [new double[Buckets + 1]];
    private readonly Dictionary<(int Cores, double MemoryGib, int Position), int> _kinds = [];

    /// <summary>A table that knows nothing yet.</summary>
    public LifetimeTable() => Refresh();

    /// <summary>The kind of a machine: its size, and how many came with it before it.</summary>
    /// <param name="cores">Its cores.</param>
    /// <param name="memoryGib">Its memory, GiB.</param>
    /// <param name="companions">Machines of the same request that came before it.</param>
    public int KindOf(int cores, double memoryGib, int companions)
    {
        int position = companions switch { 0 => 0, < 3 => 1, < 10 => 2, _ => 3 };
        if (!_kinds.TryGetValue((cores, memoryGib, position), out int kind))
        {
            kind = _deaths.Count;
            _kinds[(cores, memoryGib, position)] = kind;
            _deaths.Add(new double[Buckets]);
            _atRisk.Add(new double[Buckets]);
            _alive.Add(new double[Buckets]);
            _survival.Add([.. _survival[0]]);
        }

        return kind;
    }

    /// <summary>Takes note that a machine ended at an age, in seconds.</summary>
    public void Ended(int kind, double age)
    {
        foreach (int one in (ReadOnlySpan<int>)[0, kind])
        {
            _deaths[one][Bucket(age)]++;
            AddRisk(_atRisk[one], age);
        }
    }

    /// <summary>Learns anew from all that has ended, and from those that live.</summary>
    /// <param name="living">Kind and age in seconds of every machine that lives.</param>
    public void Learn(IEnumerable<(int Kind, double Age)> living)
    {
        ArgumentNullException.ThrowIfNull(living);
        _alive.ForEach(Array.Clear);
        foreach (var (kind, age) in living)
        {
            AddRisk(_alive[0], age);
            AddRisk(_alive[kind], age);
        }

        Refresh();
    }

    /// <summary>The probability that a machine lives on for so long.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="age">Its age, seconds.</param>
    /// <param name="more">How much longer, seconds.</param>
    public double LivesOn(int kind, double age, double more)
    {
        double now = At(kind, age);

        return now < 1e-9 ? 0 : Math.Min(1, At(kind, age + more) / now);
    }

    private static int Bucket(double age) =>
        age < Shortest ? 0 : Math.Min(Buckets - 1, 1 + (int)(Math.Log2(age / Shortest) * PerOctave));

    private static double Start(int bucket) => bucket == 0 ? 0 : Shortest * Math.Pow(2, (bucket - 1) / (double)PerOctave);

    private static double Width(int bucket) => bucket == Buckets - 1 ? Longest : Start(bucket + 1) - Start(bucket);

    private static void AddRisk(double[] risk, double age)
    {
        int last = Bucket(age);
        for (int bucket = 0; bucket < last; bucket++)
        {
            risk[bucket] += Width(bucket);
        }

        risk[last] += Math.Max(0, age - Start(last));
    }

    private double At(int kind, double age)
    {
        if (age <= 0)
        {
            return 1;
        }

        int bucket = Bucket(age);
        double share = Math.Min(1, (age - Start(bucket)) / Width(bucket));
        double[] survival = _survival[kind];

        return survival[bucket] + ((survival[bucket + 1] - survival[bucket]) * share);
    }

    private void Refresh()
    {
        for (int kind = 0; kind < _survival.Count; kind++)
        {
            double left = 1;
            for (int bucket = 0; bucket < Buckets; bucket++)
            {
                _survival[kind][bucket] = left;
                left *= Math.Exp(-Hazard(kind, bucket) * Width(bucket));
            }

            _survival[kind][Buckets] = left;
        }
    }

    private double Hazard(int kind, int bucket)
    {
        double all = (_deaths[0][bucket] + 0.01) / (_atRisk[0][bucket] + _alive[0][bucket] + (2 * Shortest));

        return (_deaths[kind][bucket] + (PriorDeaths * PriorSecondsEach * all)) /
            (_atRisk[kind][bucket] + _alive[kind][bucket] + (PriorDeaths * PriorSecondsEach));
    }
}
