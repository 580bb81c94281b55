namespace Vireo.Simulation;

/// <summary>Utilisation of every machine at the decisions so far; the reference looks back at most thirty.</summary>
internal sealed class CloudSimPast(int machines)
{
    /// <summary>How far the reference looks back.</summary>
    public const int Window = 30;

    private readonly List<double[]> _steps = [];

    /// <summary>Decisions so far.</summary>
    public int Length => _steps.Count;

    /// <summary>Adds the utilisation at a decision.</summary>
    public void Add(ReadOnlySpan<double> utilisation)
    {
        double[] kept = new double[machines];
        utilisation.CopyTo(kept);
        _steps.Add(kept);
    }

    /// <summary>Utilisation of a machine some decisions ago, 0 for now.</summary>
    public double At(int machine, int ago) => _steps[^(ago + 1)][machine];

    /// <summary>Utilisation of all machines some decisions ago, 0 for now.</summary>
    public ReadOnlySpan<double> All(int ago) => _steps[^(ago + 1)];
}
