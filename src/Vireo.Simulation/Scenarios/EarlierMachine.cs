using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A machine that an earlier run made.</summary>
/// <param name="Machine">As it stood; it rests or runs.</param>
/// <param name="Specification">What it was made from, where that is known.</param>
public sealed record EarlierMachine(VirtualMachine Machine, VmTemplate? Specification);
