using Vireo.Fleet;

namespace Vireo.Server.Configuration;

/// <summary>One configured resource pool.</summary>
/// <param name="Pool">What it is.</param>
/// <param name="Provider">The provider whose cluster it divides; empty for all of them.</param>
public sealed record PoolSettings(ResourcePool Pool, string Provider);
