namespace Vireo.Fleet;

/// <summary>A provider with the two sides Vireo was given credentials for.</summary>
/// <param name="Reader">Reads inventory and measurements.</param>
/// <param name="Actuator">Acts; null when there are no credentials for it: then it is only observed (S32).</param>
public sealed record ConnectedProvider(IHypervisor Reader, IHypervisorActuator? Actuator);
