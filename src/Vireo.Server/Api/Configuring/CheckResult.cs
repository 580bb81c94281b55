using System.Collections.Immutable;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Configuring;

/// <summary>What a check of configuration found.</summary>
/// <param name="IsValid">Whether it could be put in force.</param>
/// <param name="Problems">All that is wrong, in the order of the text.</param>
public sealed record CheckResult(bool IsValid, ImmutableArray<ConfigurationProblem> Problems);
