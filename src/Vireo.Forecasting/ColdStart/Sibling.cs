namespace Vireo.Forecasting.ColdStart;

/// <summary>A machine whose history may speak for a newcomer.</summary>
/// <param name="Traits">What it is.</param>
/// <param name="Capacity">What its demand is a share of (MHz, bytes); positive.</param>
/// <param name="FirstSlot">Slot of the week of the first value: 0 is the week's first step.</param>
/// <param name="Demand">Evenly spaced, oldest first, in the unit of the capacity; NaN marks a gap.</param>
public sealed record Sibling(Traits Traits, double Capacity, int FirstSlot, ReadOnlyMemory<double> Demand);
