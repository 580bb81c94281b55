namespace Vireo.Server.Dashboard.HeatMap;

/// <summary>A tile of the heat map, as the drawing module wants it.</summary>
/// <param name="Id">The host.</param>
/// <param name="Name">Its label.</param>
/// <param name="Model">Hardware generation, for the tip.</param>
/// <param name="State"><c>on</c>, <c>off</c>, <c>failed</c> or words for what lies between.</param>
/// <param name="Maintenance">In, or entering, maintenance.</param>
/// <param name="Vms">How many cells the tile holds.</param>
public sealed record HeatMapHost(string Id, string Name, string Model, string State, bool Maintenance, int Vms);
