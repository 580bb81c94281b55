using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>A replica that a group lost after it had served.</summary>
/// <param name="At">When it was restarted or taken away.</param>
/// <param name="Group">Which group.</param>
public sealed record PastFailover(DateTimeOffset At, VmGroupId Group);
