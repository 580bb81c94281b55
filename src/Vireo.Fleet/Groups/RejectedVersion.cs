namespace Vireo.Fleet;

/// <summary>A version of a template that a group was being updated to and does not serve with.</summary>
/// <param name="Group">Which group.</param>
/// <param name="Template">Which template.</param>
/// <param name="Version">The version; a newer one is tried again.</param>
/// <param name="At">When it was found out.</param>
/// <param name="Reason">The evidence, in one sentence with figures.</param>
public sealed record RejectedVersion(VmGroupId Group, VmTemplateId Template, int Version, DateTimeOffset At, string Reason);
