namespace Vireo.Server.Api.Live;

/// <summary>Tells a listener that it was too slow.</summary>
/// <param name="Dropped">Events it did not get. Read the lists again to catch up.</param>
public sealed record Lagged(long Dropped);
