namespace Vireo.Fleet;

/// <summary>An action on its way to a provider.</summary>
/// <param name="Id">Makes repeated starts harmless.</param>
/// <param name="Action">What to do.</param>
/// <param name="FencingToken">Grows with every change of leader; a provider refuses one smaller than it has seen
/// (S22).</param>
/// <param name="Bandwidth">The most a migration may use; zero when the action moves no data.</param>
public sealed record ActionRequest(ActionId Id, FleetAction Action, long FencingToken, BytesPerSecond Bandwidth);
