namespace Vireo.Fleet;

/// <summary>When a new machine counts as serving.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Port">Of TCP and HTTP checks, 1 to 65535; 0 for others.</param>
/// <param name="Path">Of HTTP checks, beginning with a slash; empty for others.</param>
/// <param name="Within">How long it may take after the machine was configured.</param>
public sealed record HealthCheck(HealthCheckKind Kind, int Port, string Path, TimeSpan Within);
