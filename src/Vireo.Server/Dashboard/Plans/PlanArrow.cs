using System.Collections.Immutable;

namespace Vireo.Server.Dashboard.Plans;

/// <summary>All moves between two hosts.</summary>
/// <param name="From">Position of the source among the hosts shown.</param>
/// <param name="To">Position of the target among the hosts shown.</param>
/// <param name="Machines">Names of the machines, in the order of the plan.</param>
public sealed record PlanArrow(int From, int To, ImmutableArray<string> Machines);
