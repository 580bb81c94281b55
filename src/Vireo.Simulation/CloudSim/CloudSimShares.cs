namespace Vireo.Simulation;

/// <summary>How the reference simulator shares a host's CPU: each machine in turn gets what it asks for, up to a core;
/// when that is too much, all are cut by one factor and rounded down.</summary>
internal sealed class CloudSimShares
{
    /// <summary>Part of its CPU that a leaving machine gets.</summary>
    public const double AtSource = 0.9;

    /// <summary>Part of its CPU that an arriving machine gets and takes.</summary>
    public const double AtTarget = 0.1;

    private double[] _capped = new double[64];
    private double[] _granted = new double[64];
    private int[] _sorted = new int[64];

    /// <summary>CPU that nobody took; 0 when there was too little.</summary>
    public double AvailableMips { get; private set; }

    /// <summary>All that was granted, added up in the order of the machines.</summary>
    public double AllocatedMips { get; private set; }

    /// <summary>What the machine at a position got.</summary>
    public double Granted(int position) => _granted[position];

    /// <summary>Shares a host on which nothing moves.</summary>
    public void Divide(
        CloudSimHostKind kind, ReadOnlySpan<int> residents, int mostEver, ReadOnlySpan<double> demand) =>
        Divide(kind, residents, mostEver, demand, isMoving: [], arriving: []);

    /// <summary>Shares a host.</summary>
    /// <param name="kind">Of the host.</param>
    /// <param name="residents">Machines on it.</param>
    /// <param name="mostEver">Machines that it has had at most.</param>
    /// <param name="demand">Of every machine in the fleet.</param>
    /// <param name="isMoving">Of every machine in the fleet; empty when nothing moves.</param>
    /// <param name="arriving">Machines that are on their way to this host.</param>
    public void Divide(
        CloudSimHostKind kind, ReadOnlySpan<int> residents, int mostEver, ReadOnlySpan<double> demand,
        ReadOnlySpan<bool> isMoving, List<int> arriving)
    {
        Reserve(residents.Length);
        double available = kind.TotalMips;
        bool isShort = false;
        for (int i = 0; i < residents.Length; i++)
        {
            double capped = Math.Min(demand[residents[i]], kind.CoreMips);
            double weight = arriving.Contains(residents[i]) ? capped * AtTarget : capped;
            _capped[i] = capped;
            isShort |= available < weight;
            available = isShort ? 0 : available - weight;
        }

        AvailableMips = available;
        AllocatedMips = 0;
        double factor = isShort ? kind.TotalMips / Weights(kind, residents, mostEver, demand, arriving) : 1;
        for (int i = 0; i < residents.Length; i++)
        {
            bool arrives = arriving.Contains(residents[i]);
            bool leaves = !arrives && !isMoving.IsEmpty && isMoving[residents[i]];
            double granted = _capped[i];
            granted = !isShort ? (leaves ? granted * AtSource : arrives ? granted * AtTarget : granted)
                : Math.Floor(
                    leaves ? granted * factor * AtSource : arrives ? granted * AtTarget * factor : granted * factor);
            _granted[i] = granted;
            AllocatedMips += granted;
        }
    }

    private double Weights(
        CloudSimHostKind kind, ReadOnlySpan<int> residents, int mostEver, ReadOnlySpan<double> demand,
        List<int> arriving)
    {
        var sorted = _sorted.AsSpan(0, residents.Length);
        residents.CopyTo(sorted);
        CloudSimTableOrder.Sort(sorted, mostEver);
        double weights = 0;
        foreach (int machine in sorted)
        {
            double capped = Math.Min(demand[machine], kind.CoreMips);
            weights += arriving.Contains(machine) ? capped * AtTarget : capped;
        }

        return weights;
    }

    private void Reserve(int residents)
    {
        if (_capped.Length < residents)
        {
            _capped = new double[residents * 2];
            _granted = new double[residents * 2];
            _sorted = new int[residents * 2];
        }
    }
}
