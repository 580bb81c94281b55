namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Machines as a consolidation sees them: one value a machine in each array, filled anew for each
/// decision.</summary>
public sealed class ConsolidationMachines
{
    /// <summary>Room for some machines, all of them nowhere.</summary>
    public ConsolidationMachines(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Host = new int[count];
        Demand = new double[count];
        Forecast = new double[count];
        Variance = new double[count];
        Memory = new double[count];
        MigrationSeconds = new double[count];
        IsPinned = new bool[count];
        Array.Fill(Host, -1);
    }

    /// <summary>How many.</summary>
    public int Count => Host.Length;

    /// <summary>Index of the host that each runs on; -1 for none.</summary>
    public int[] Host { get; }

    /// <summary>CPU asked for now.</summary>
    public double[] Demand { get; }

    /// <summary>CPU expected to be asked for at the next decision.</summary>
    public double[] Forecast { get; }

    /// <summary>Variance of the error of <see cref="Forecast"/>.</summary>
    public double[] Variance { get; }

    /// <summary>In the unit of <see cref="ConsolidationHosts.Memory"/>.</summary>
    public double[] Memory { get; }

    /// <summary>How long a migration takes.</summary>
    public double[] MigrationSeconds { get; }

    /// <summary>Whether it has to stay, for instance because it is being moved.</summary>
    public bool[] IsPinned { get; }
}
