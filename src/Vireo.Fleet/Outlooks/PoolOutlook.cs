namespace Vireo.Fleet;

/// <summary>What the machines of a pool will need together. Forecast as one series, so that its quantiles know how
/// their loads go together.</summary>
/// <param name="Pool">Which pool.</param>
/// <param name="Cpu">In MHz.</param>
/// <param name="Memory">In bytes; null when it is not known.</param>
public sealed record PoolOutlook(ResourcePoolId Pool, DemandForecast Cpu, DemandForecast? Memory);
