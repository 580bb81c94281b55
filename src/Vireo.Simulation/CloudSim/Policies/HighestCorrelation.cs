namespace Vireo.Simulation;

/// <summary>MC: the machine whose past is best explained by a multiple regression on those of the others; the one with
/// the least memory where the regression is not possible.</summary>
internal sealed class HighestCorrelation : IMachineSelection
{
    private readonly LeastMemory _fallback = new();

    public int Select(CloudSimFleet fleet, ReadOnlySpan<int> machines)
    {
        int count = machines.Length;
        int length = Math.Min(fleet.Past.Length, CloudSimPast.Window);
        if (count < 2 || count > length)
        {
            return _fallback.Select(fleet, machines);
        }

        double[][] columns = new double[count][];
        double[] target = new double[length];
        int best = 0;
        double highest = double.Epsilon;
        for (int i = 0; i < count; i++)
        {
            columns[0] = new double[length];
            Array.Fill(columns[0], 1.0);
            int column = 1;
            for (int other = 0; other < count; other++)
            {
                if (other != i)
                {
                    columns[column++] = Past(fleet, machines[other], length);
                }
            }

            Past(fleet, machines[i], length).CopyTo(target, 0);
            if (!MultipleRegression.TryRSquared(columns, target, out double explained))
            {
                return _fallback.Select(fleet, machines);
            }

            if (explained > highest)
            {
                highest = explained;
                best = i;
            }
        }

        return best;
    }

    private static double[] Past(CloudSimFleet fleet, int machine, int length)
    {
        double[] past = new double[length];
        for (int ago = 0; ago < length; ago++)
        {
            past[ago] = fleet.Past.At(machine, ago);
        }

        return past;
    }
}
