namespace Vireo.Fleet;

/// <summary>A host that was switched, remembered across restarts so that hosts are not switched to and fro.</summary>
/// <param name="Host">Which host.</param>
/// <param name="IsOn">Whether it was switched on rather than off.</param>
/// <param name="At">When that was started.</param>
public sealed record PastSwitch(HostId Host, bool IsOn, DateTimeOffset At);
