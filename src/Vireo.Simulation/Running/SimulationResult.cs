using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Simulation;

/// <summary>What came of a simulation. Ratios are fractions; all but <see cref="WallSeconds"/> is the same for the same
/// options on any machine with any number of cores.</summary>
/// <param name="Policy">Name of the policy.</param>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="Hosts">In the fleet.</param>
/// <param name="Vms">At the start.</param>
/// <param name="SimulatedSeconds">Virtual time covered.</param>
/// <param name="WallSeconds">Real time it took, everything included.</param>
/// <param name="EnergyKwh">Drawn by all hosts.</param>
/// <param name="Migrations">Started.</param>
/// <param name="FailedMigrations">Of these, ended without effect.</param>
/// <param name="Slatah">Share of active host time with too little CPU for its machines.</param>
/// <param name="Pdm">CPU lost to migrations as a share of CPU asked for.</param>
/// <param name="Slav">Product of the two.</param>
/// <param name="Esv">Energy times that.</param>
/// <param name="UnservedRatio">CPU asked for and not granted, as a share of CPU asked for.</param>
/// <param name="SloViolationRatio">Share of machine time with noticeably less CPU than asked for.</param>
/// <param name="MeanActiveHosts">Hosts at work, averaged over time.</param>
/// <param name="HostShutdowns">Changes from working to idle.</param>
/// <param name="VmsDropped">Idle machines that the reference model deletes.</param>
/// <param name="VmsLost">Machines that went down with their host.</param>
/// <param name="Decisions">Plans made.</param>
/// <param name="Actions">Actions in them.</param>
/// <param name="Incidents">Opened.</param>
/// <param name="IgnoredTraceValues">Values of the trace that could not be true.</param>
/// <param name="ResultHash">SHA-256 over all of this but the wall time, and over the hash of every plan in
/// order.</param>
public sealed record SimulationResult(
    string Policy,
    string Scenario,
    long Seed,
    int Hosts,
    int Vms,
    double SimulatedSeconds,
    double WallSeconds,
    double EnergyKwh,
    long Migrations,
    long FailedMigrations,
    double Slatah,
    double Pdm,
    double Slav,
    double Esv,
    double UnservedRatio,
    double SloViolationRatio,
    double MeanActiveHosts,
    int HostShutdowns,
    long VmsDropped,
    long VmsLost,
    long Decisions,
    long Actions,
    long Incidents,
    long IgnoredTraceValues,
    string ResultHash)
{
    /// <summary>The least energy with which this load could be served; only in the reference model, and for recorded load
    /// on hosts of one kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EnergyLimitKwh { get; init; }

    /// <summary>Energy over that limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EnergyToLimit { get; init; }

    /// <summary>Migrations for each machine there was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MigrationsPerVm { get; init; }

    /// <summary>Hosts that worked at any time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HostsEverUsed { get; init; }

    /// <summary>Machine time with noticeably less CPU than asked for, in minutes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ContentionMinutes { get; init; }

    /// <summary>Migrations of machines that had moved less than an hour before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RegrettedMigrations { get; init; }

    /// <summary>Minutes for which placement rules were broken, added up over the rules; read at each decision. In a
    /// replay the rules are the candidate's under both policies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RuleBreachMinutes { get; init; }

    /// <summary>Minutes in which the machines of some lost fault domain could not all have been restarted; read at each
    /// decision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SpareBreachMinutes { get; init; }

    /// <summary>Real time of a decision, the median; not part of the hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DecisionMillisecondsMedian { get; init; }

    /// <summary>Real time of a decision, the 99th percentile; not part of the hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DecisionMillisecondsP99 { get; init; }

    /// <summary>The result as the JSON of the contract.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SimulationJsonContext.Default.SimulationResult);
}
