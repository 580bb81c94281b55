namespace Vireo.Fleet;

/// <summary>Replicas that were found to be too few by a metric of theirs, and so were given more.</summary>
/// <param name="Group">Which group.</param>
/// <param name="Replicas">How many served.</param>
/// <param name="LoadMhz">What they carried together.</param>
/// <param name="At">When more were ordered.</param>
public sealed record PastShortage(VmGroupId Group, int Replicas, double LoadMhz, DateTimeOffset At);
