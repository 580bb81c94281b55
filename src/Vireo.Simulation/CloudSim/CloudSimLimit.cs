namespace Vireo.Simulation;

/// <summary>The least energy with which any policy could serve a workload: perfect foresight, free migrations, machines
/// that can be cut into pieces.</summary>
/// <remarks>At each decision the least power (<see cref="LeastPower"/>), with enough memory where that counts. How many
/// hosts there are is left out, which makes it no higher.</remarks>
internal static class CloudSimLimit
{
    private const int Tenths = 10;
    private static readonly LeastPower Least = new([.. Enumerable.Range(0, 2 * (Tenths + 1)).Select(Column)]);

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
                ? Least.Watts(demandMips[step], memoryMib[step] / rules.HostMemoryMib)
                : demandMips[step] * CloudSimHostKind.G5.PeakWatts / CloudSimHostKind.G5.TotalMips;
            joules += step == 0 ? 0 : (before + watts) / 2 * CloudSimWorkload.IntervalSeconds;
            before = watts;
        }

        return joules / 3.6e6;
    }

    private static (double Mips, double Watts) Column(int number)
    {
        var kind = number % 2 == 0 ? CloudSimHostKind.G4 : CloudSimHostKind.G5;

        return (kind.TotalMips * (number / 2) / Tenths, kind.Watts[number / 2]);
    }
}
