namespace Vireo.Server.Api.Live;

/// <summary>Something that changed, for listeners.</summary>
/// <param name="Kind">state, plan, incident, timeline or lagged.</param>
/// <param name="Data">What is sent as JSON.</param>
internal sealed record LiveEvent(string Kind, object Data);
