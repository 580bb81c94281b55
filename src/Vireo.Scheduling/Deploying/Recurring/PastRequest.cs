using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>Machines of one template that a person asked for together, or that Vireo made ready.</summary>
/// <param name="At">When.</param>
/// <param name="Machine">The newest of them.</param>
/// <param name="Count">How many.</param>
/// <param name="IsOwn">Whether Vireo asked: no evidence of a need.</param>
public sealed record PastRequest(DateTimeOffset At, DeployedMachine Machine, int Count, bool IsOwn);
