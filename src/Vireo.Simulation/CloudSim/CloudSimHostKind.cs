using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>A kind of host of the reference simulator, with its power at every tenth of load.</summary>
/// <param name="Name">As published.</param>
/// <param name="CoreMips">Of each of its <see cref="Cores"/>.</param>
/// <param name="Watts">At 0, 10 … 100 % of CPU.</param>
internal sealed record CloudSimHostKind(string Name, double CoreMips, ImmutableArray<double> Watts)
{
    /// <summary>Cores of either kind.</summary>
    public const int Cores = 2;

    private const double RoundingAboveFull = 1.01;

    /// <summary>Hosts with an even number.</summary>
    public static CloudSimHostKind G4 { get; } = new(
        "HP ProLiant ML110 G4", 1860, [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117]);

    /// <summary>Hosts with an odd number.</summary>
    public static CloudSimHostKind G5 { get; } = new(
        "HP ProLiant ML110 G5", 2660, [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135]);

    /// <summary>Both cores.</summary>
    public double TotalMips { get; } = Cores * CoreMips;

    /// <summary>At full load.</summary>
    public double PeakWatts => Watts[^1];

    /// <summary>Work for the power, both at full load.</summary>
    public double MipsPerWatt => TotalMips / PeakWatts;

    /// <summary>The kind of a host by its number.</summary>
    public static CloudSimHostKind Of(int host) => host % 2 == 0 ? G4 : G5;

    /// <summary>Load of used MIPS; what rounding puts just above full counts as full.</summary>
    public double Utilisation(double usedMips)
    {
        double utilisation = usedMips / TotalMips;

        return utilisation is > 1 and < RoundingAboveFull ? 1 : utilisation;
    }

    /// <summary>Power in watts, linear between the tenths, in the reference's order of operations.</summary>
    /// <param name="utilisation">0 to 1.</param>
    public double WattsAt(double utilisation)
    {
        if (utilisation % 0.1 == 0)
        {
            return Watts[(int)(utilisation * 10)];
        }

        int below = (int)Math.Floor(utilisation * 10);
        int above = (int)Math.Ceiling(utilisation * 10);
        double slope = (Watts[above] - Watts[below]) / 10;

        return Watts[below] + (slope * (utilisation - ((double)below / 10)) * 100);
    }
}
