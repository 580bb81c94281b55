namespace Vireo.Fleet;

/// <summary>An address of the outside that leads to one machine.</summary>
/// <param name="Address">The address.</param>
/// <param name="Machine">The machine's name.</param>
public sealed record FloatingAddress(string Address, string Machine);
