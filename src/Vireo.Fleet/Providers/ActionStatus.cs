namespace Vireo.Fleet;

/// <summary>A provider's word on an action.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Detail">The provider's own words; the reason when it failed.</param>
public sealed record ActionStatus(ActionPhase Phase, double Progress, string Detail);
