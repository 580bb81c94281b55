namespace Vireo.Fleet;

/// <summary>How long machines of a template took from their order until they ran, as it was measured lately.</summary>
/// <param name="Template">Which template.</param>
/// <param name="Takes">Nine of ten took no longer.</param>
/// <param name="Count">How many were measured.</param>
public sealed record MeasuredStartUp(VmTemplateId Template, TimeSpan Takes, int Count);
