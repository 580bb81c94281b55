namespace Vireo.Server.Api.Groups;

/// <summary>Other bounds for a group; equal ones fix the number of its replicas.</summary>
/// <param name="Minimum">Replicas that are kept whatever the load; null as before.</param>
/// <param name="Maximum">The ceiling over all its objects in any state; null as before.</param>
public sealed record GroupBounds(int? Minimum = null, int? Maximum = null);
