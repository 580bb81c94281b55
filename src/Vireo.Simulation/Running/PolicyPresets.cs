using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>The policies that simulations compare.</summary>
public static class PolicyPresets
{
    // The bound at which published threshold policies act.
    private const double PublishedThreshold = 0.8;

    // No bound in effect, and still a number that a link can be shared by.
    private const int MoreThanAHostEverMoves = 64;

    /// <summary>Our own and the yardsticks, as in <c>--policy</c>.</summary>
    public static ImmutableArray<string> Own { get; } =
    [
        "none", "threshold", "vireo-reactive", "vireo", .. PolicyPreset.Words,
    ];

    /// <summary>The rules of other managers, as in <c>--policy</c>.</summary>
    public static ImmutableArray<string> Peers { get; } = [.. PlacementStrategies.Peers.Select(peer => peer.Word)];

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Own, .. Peers];

    /// <summary>Finds one; null when there is none of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="scenarioName">The scenario it is for. In <c>planetlab</c> the published rivals keep no spare
    /// capacity and move any number of machines at once; there ours is freed of those limits too, so that figures
    /// compare.</param>
    public static Policy? Find(string name, string scenarioName)
    {
        Policy? policy = name switch
        {
            "none" => Base(name) with { Strategy = PlacementStrategy.None },
            "threshold" => Base(name) with
            {
                Strategy = PlacementStrategy.Threshold,
                RelieveAboveRatio = PublishedThreshold,
                FillUpToRatio = PublishedThreshold,
            },
            "vireo-reactive" => Base(name) with { Strategy = PlacementStrategy.Threshold },
            "vireo" => Base(name) with { Strategy = PlacementStrategy.Vireo },
            _ when PolicyPreset.Words.Contains(name) => PolicyPreset.Apply(name, Base(name)),
            _ => FindPeer(name),
        };

        return policy is not null && scenarioName == ScenarioCatalog.PlanetLab ? Unbound(policy) : policy;
    }

    private static Policy Base(string name) => new() { Name = name, DefaultMode = OperatingMode.Autopilot };

    // They keep no spare capacity, and none but Xen Orchestra lets a machine rest. The executor's limits stay: theirs
    // are alike.
    private static Policy? FindPeer(string name)
    {
        var (word, strategy) = PlacementStrategies.Peers.FirstOrDefault(peer => peer.Word == name);
        if (word is null)
        {
            return null;
        }

        bool rests = strategy is PlacementStrategy.XenOrchestraDensity or PlacementStrategy.XenOrchestraPerformance;

        return Base(name) with
        {
            Strategy = strategy,
            SpareFaultDomains = 0,
            MaxActionsPerHour = int.MaxValue,
            RestAfterMove = rests ? TimeSpan.FromMinutes(30) : TimeSpan.Zero,
            NoReturnWithin = TimeSpan.Zero,
        };
    }

    private static Policy Unbound(Policy policy) => policy with
    {
        SpareFaultDomains = 0,
        MinimumHostsOn = 1,
        MaxMigrationsPerSource = MoreThanAHostEverMoves,
        MaxMigrationsPerTarget = MoreThanAHostEverMoves,
        MaxMigrationsPerCluster = int.MaxValue,
        MigrationBandwidthRatio = 1,
        MaxActionsPerHour = int.MaxValue,
    };
}
