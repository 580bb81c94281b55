using System.Collections.Immutable;
using Vireo.Scheduling.Placement.Arriving;

namespace Vireo.Simulation.Arrivals;

/// <summary>A way to place arrivals.</summary>
/// <param name="Name">As in <c>--policy</c>.</param>
/// <param name="Rule">How hosts are chosen.</param>
/// <param name="MoveRatio">Machines that may be moved later, as a share of those that arrived.</param>
public sealed record ArrivalPolicy(string Name, ArrivalRule Rule, double MoveRatio)
{
    /// <summary>All there are.</summary>
    public static ImmutableArray<ArrivalPolicy> All { get; } =
    [
        new("first-fit", ArrivalRule.FirstFit, 0),
        new("best-fit", ArrivalRule.BestFit, 0),
        new("lifetime", ArrivalRule.Lifetime, 0),
        new("vireo", ArrivalRule.Lifetime, 0.01),
    ];

    /// <summary>Finds one by name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ArrivalPolicy Find(string name) => All.FirstOrDefault(policy => policy.Name == name)
        ?? throw new ArgumentException(
            $"--policy '{name}' does not place arrivals. Choose one of: {string.Join(", ", All.Select(policy => policy.Name))}.");
}
