using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>Which machines peak together, and how much: one factor that all share and at most one of a group each.</summary>
/// <param name="Everyone">Correlation that any two machines have, 0 to 1.</param>
/// <param name="GroupOf">Group of each machine; -1 for none.</param>
/// <param name="Beyond">What two machines of each group have in common beyond <paramref name="Everyone"/>, 0 to
/// 1.</param>
public sealed record PeakGroups(double Everyone, int[] GroupOf, double[] Beyond)
{
    /// <summary>What the members of each group have in common, for people.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>Reads an outlook; null where its machines are independent.</summary>
    /// <param name="fleet">Whose positions machines get.</param>
    /// <param name="outlook">Ratios that are no number or below zero count as none, above one as one.</param>
    public static PeakGroups? Of(FleetSnapshot fleet, Outlook outlook)
    {
        if (outlook.Correlations.IsDefaultOrEmpty)
        {
            return null;
        }

        double everyone = outlook.Correlations.Where(one => one.VirtualMachines.IsDefaultOrEmpty)
            .Select(one => Sane(one.Ratio)).DefaultIfEmpty(0).Max();
        var positions = fleet.VirtualMachines.Select((machine, at) => (machine.Id, at)).ToDictionary(one => one.Id, one => one.at);
        int[] groupOf = new int[fleet.VirtualMachines.Length];
        Array.Fill(groupOf, -1);
        var beyond = new List<double>();
        var names = new List<string>();
        foreach (var one in outlook.Correlations.Where(one => !one.VirtualMachines.IsDefaultOrEmpty && Sane(one.Ratio) > everyone))
        {
            foreach (var id in one.VirtualMachines)
            {
                if (positions.TryGetValue(id, out int machine) && groupOf[machine] < 0)
                {
                    groupOf[machine] = beyond.Count;
                }
            }

            beyond.Add(Sane(one.Ratio) - everyone);
            names.Add(one.Name);
        }

        return everyone > 0 || beyond.Count > 0 ? new PeakGroups(everyone, groupOf, [.. beyond]) { Names = [.. names] } : null;
    }

    /// <summary>The same for some of the machines, at new positions.</summary>
    public PeakGroups Over(int[] machines) => this with { GroupOf = [.. machines.Select(machine => GroupOf[machine])] };

    /// <summary>What the variance of a sum is more than if its parts were independent, MHz².</summary>
    /// <param name="deviations">Of each machine, MHz.</param>
    public double Excess(ReadOnlySpan<double> deviations)
    {
        double all = 0;
        double allSquares = 0;
        double[] sums = new double[Beyond.Length];
        double[] squares = new double[Beyond.Length];
        for (int machine = 0; machine < deviations.Length; machine++)
        {
            double deviation = deviations[machine];
            all += deviation;
            allSquares += deviation * deviation;
            if (GroupOf[machine] is >= 0 and var group)
            {
                sums[group] += deviation;
                squares[group] += deviation * deviation;
            }
        }

        double excess = Everyone * ((all * all) - allSquares);
        for (int group = 0; group < sums.Length; group++)
        {
            excess += Beyond[group] * ((sums[group] * sums[group]) - squares[group]);
        }

        return Math.Max(0, excess);
    }

    private static double Sane(double ratio) => double.IsNaN(ratio) ? 0 : Math.Clamp(ratio, 0, 1);
}
