using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>An entity under a threshold.</summary>
/// <param name="Entity">Which.</param>
/// <param name="Name">For people.</param>
/// <param name="Capacity">What its values are divided by, in the metric's unit; 1 when they are taken as they are.</param>
internal readonly record struct Watched(EntityId Entity, string Name, double Capacity);
