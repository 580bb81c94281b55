using System.Collections.Immutable;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>What reading a scenario file gave.</summary>
/// <param name="Trial">What to run; null when there is any problem.</param>
/// <param name="Problems">All that is wrong, by place.</param>
public sealed record ScenarioFileResult(Trial? Trial, ImmutableArray<ConfigurationProblem> Problems);
