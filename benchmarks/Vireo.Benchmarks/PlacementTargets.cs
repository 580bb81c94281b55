namespace Vireo.Benchmarks;

/// <summary>What our policy should reach, all at once; null for what has no target.</summary>
internal sealed record PlacementTargets(
    double EnergyToLimit, double? MigrationsPerVm, double? SlatahPercent, double? EsvThousandths, double? UnservedPercent,
    double? DecisionP99Milliseconds);
