using Vireo.Fleet;

namespace Vireo.Detection.Notifying;

/// <summary>Recurring times in which nobody is told of what its conditions match.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Matchers">What it is about; empty for everything.</param>
/// <param name="Window">When.</param>
public sealed record MaintenanceWindow(string Name, LabelMatchers Matchers, ChangeWindow Window);
