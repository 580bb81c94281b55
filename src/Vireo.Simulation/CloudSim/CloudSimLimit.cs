namespace Vireo.Simulation;

/// <summary>The least energy with which any policy could serve a workload: perfect foresight, free migrations, machines
/// that can be cut into pieces.</summary>
/// <remarks>At each decision a linear program in hosts at given loads: enough CPU, enough memory where that counts,
/// least power. It has two constraints, so two kinds of loaded host are enough, and all pairs are tried. How many hosts
/// there are is left out, which makes it no higher.</remarks>
internal static class CloudSimLimit
{
    private const int Tenths = 10;

    /// <summary>The limit in kWh over the decisions of a run.</summary>
    /// <param name="demandMips">All that alive machines ask for, a value a decision.</param>
    /// <param name="memoryMib">Their memory, a value a decision.</param>
    /// <param name="rules">Whether memory counts.</param>
    public static double KilowattHours(
        IReadOnlyList<double> demandMips, IReadOnlyList<double> memoryMib, CloudSimRules rules)
    {
        double joules = 0;
        double before = 0;
        for (int step = 0; step < demandMips.Count; step++)
        {
            double watts = rules.MemoryLimits
                ? LeastWatts(demandMips[step], memoryMib[step] / rules.HostMemoryMib)
                : demandMips[step] * CloudSimHostKind.G5.PeakWatts / CloudSimHostKind.G5.TotalMips;
            joules += step == 0 ? 0 : (before + watts) / 2 * CloudSimWorkload.IntervalSeconds;
            before = watts;
        }

        return joules / 3.6e6;
    }

    // Hosts x and y of two kinds and loads: x + y hold the memory and together do the work.
    private static double LeastWatts(double mips, double hostsForMemory)
    {
        double least = double.PositiveInfinity;
        for (int first = 0; first < 2 * (Tenths + 1); first++)
        {
            var (oneMips, oneWatts) = Column(first);
            if (oneMips > 0)
            {
                least = Math.Min(least, oneWatts * Math.Max(mips / oneMips, hostsForMemory));
            }

            for (int second = 0; second < first; second++)
            {
                var (otherMips, otherWatts) = Column(second);
                double ones = (mips - (otherMips * hostsForMemory)) / (oneMips - otherMips);
                double others = hostsForMemory - ones;
                if (oneMips != otherMips && ones >= 0 && others >= 0)
                {
                    least = Math.Min(least, (ones * oneWatts) + (others * otherWatts));
                }
            }
        }

        return least;
    }

    private static (double Mips, double Watts) Column(int number)
    {
        var kind = number % 2 == 0 ? CloudSimHostKind.G4 : CloudSimHostKind.G5;

        return (kind.TotalMips * (number / 2) / Tenths, kind.Watts[number / 2]);
    }
}
