namespace Vireo.Control;

/// <summary>What carrying out a plan really changed, measured when its last action had ended.</summary>
/// <param name="At">When it was measured.</param>
/// <param name="HostsOnBefore">Hosts running when the plan was made; null when Vireo was restarted since.</param>
/// <param name="HostsOnAfter">Hosts running afterwards.</param>
/// <param name="Succeeded">Actions that succeeded.</param>
/// <param name="Failed">Actions that failed or timed out.</param>
/// <param name="Skipped">Actions that were not started.</param>
public sealed record MeasuredEffect(
    DateTimeOffset At, int? HostsOnBefore, int HostsOnAfter, int Succeeded, int Failed, int Skipped);
