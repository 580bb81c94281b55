using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Probabilistic picture of the near future; one of the three inputs of a decision.</summary>
/// <param name="AsOf">The instant from which steps count.</param>
/// <param name="Step">Length of one step.</param>
/// <param name="Steps">Steps in the horizon.</param>
/// <param name="Levels">Quantile levels, ascending, 0 to 1; contains 0.5.</param>
/// <param name="VirtualMachines">Ordered by identifier; a machine without data is absent.</param>
/// <param name="Hazards">Ordered by entity.</param>
public sealed record Outlook(
    DateTimeOffset AsOf,
    TimeSpan Step,
    int Steps,
    ImmutableArray<double> Levels,
    ImmutableArray<VmOutlook> VirtualMachines,
    ImmutableArray<Hazard> Hazards)
{
    /// <summary>Groups of replicas whose load is known, ordered by identifier.</summary>
    public ImmutableArray<GroupOutlook> Groups { get; init; } = [];

    /// <summary>Tenant pools whose need as a whole is forecast, ordered by identifier.</summary>
    public ImmutableArray<PoolOutlook> Pools { get; init; } = [];

    /// <summary>Machines that should have another size, ordered by identifier; empty where sizes stay advice.</summary>
    /// <remarks>None in an outlook that was stored before there were any.</remarks>
    public ImmutableArray<AdvisedSize> Sizes
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Incidents that are open and lead, ordered by identifier, where the policy has remedies for some.</summary>
    /// <remarks>None in an outlook that was stored before there were any.</remarks>
    public ImmutableArray<OpenIncident> Incidents
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Machines that were seen to peak together, all machines first, then ordered by name. The default where
    /// none do: then their demands are taken as independent.</summary>
    /// <remarks>Left out of the canonical form where there are none, so outlooks stored before keep their hash.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<PeakCorrelation> Correlations { get; init; }

    /// <summary>The position of the lowest level that is not below one; of the highest where all are.</summary>
    public int LevelAtLeast(double level)
    {
        for (int i = 0; i < Levels.Length; i++)
        {
            if (Levels[i] >= level - 1e-9)
            {
                return i;
            }
        }

        return Levels.Length - 1;
    }
}
