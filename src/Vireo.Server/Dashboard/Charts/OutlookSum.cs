using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Charts;

/// <summary>Adds the outlooks of several machines to one forecast, for hosts and the whole fleet.</summary>
/// <remarks>Medians add up. Distances to the median are added as if machines erred independently (root of the sum of
/// squares): plain sums would draw a band far too wide. Machines that err together make the true band wider.</remarks>
public static class OutlookSum
{
    /// <summary>The summed CPU demand; null when the outlook knows none of the machines.</summary>
    public static DemandForecast? OfCpu(Outlook outlook, IReadOnlySet<VirtualMachineId> machines)
    {
        var known = outlook.VirtualMachines.Where(machine => machines.Contains(machine.VirtualMachine)).ToList();
        int middle = outlook.Levels.IndexOf(0.5);
        if (known.Count == 0 || middle < 0)
        {
            return null;
        }

        float[] sum = new float[outlook.Levels.Length * outlook.Steps];
        for (int step = 0; step < outlook.Steps; step++)
        {
            AddStep(sum, known, outlook, middle, step);
        }

        return new DemandForecast([.. sum], $"sum of {known.Count} machines");
    }

    private static void AddStep(float[] sum, List<VmOutlook> machines, Outlook outlook, int middle, int step)
    {
        int centre = (middle * outlook.Steps) + step;
        double median = machines.Sum(machine => (double)machine.Cpu.Quantiles[centre]);
        for (int level = 0; level < outlook.Levels.Length; level++)
        {
            int at = (level * outlook.Steps) + step;
            double squares = machines.Sum(machine => Square(machine.Cpu.Quantiles[at] - machine.Cpu.Quantiles[centre]));
            double spread = Math.Sign(level - middle) * Math.Sqrt(squares);
            sum[at] = (float)Math.Max(0, median + spread);
        }
    }

    private static double Square(double value) => value * value;
}
