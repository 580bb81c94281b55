namespace Vireo.Server.Api.Groups;

/// <summary>Other bounds for a group; equal ones fix the number of its replicas.</summary>
/// <param name="Minimum">Replicas that are kept whatever the load.</param>
/// <param name="Maximum">The ceiling over all its objects in any state.</param>
public sealed record GroupBounds(int Minimum, int Maximum);
