using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;

namespace Vireo.Server.Hosting;

/// <summary>What can be changed in running clusters when configuration changes.</summary>
internal interface IReloadTarget
{
    /// <summary>Puts another policy in force for the clusters of a provider.</summary>
    Task SetPolicyAsync(string provider, Policy policy, string user, CancellationToken cancellationToken);

    /// <summary>Puts other alert rules in force everywhere.</summary>
    Task SetRulesAsync(
        ImmutableArray<ThresholdRule> rules, ImmutableArray<RuleFile> files, string user,
        CancellationToken cancellationToken);
}
