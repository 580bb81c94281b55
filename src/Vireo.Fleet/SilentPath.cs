namespace Vireo.Fleet;

/// <summary>A way to a host that does not answer.</summary>
/// <param name="Name">What is asked, such as <c>libvirt</c> or <c>10.0.0.11:22</c>.</param>
/// <param name="Since">The first of the attempts in a row that failed.</param>
public sealed record SilentPath(string Name, DateTimeOffset Since);
