namespace Vireo.Fleet;

/// <summary>A disk that a machine gets besides the one of its image.</summary>
/// <param name="Name">Unique in the template.</param>
/// <param name="SizeBytes">Its size.</param>
public sealed record TemplateDisk(string Name, long SizeBytes);
