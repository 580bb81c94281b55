namespace Vireo.Simulation;

/// <summary>The character of one generated machine.</summary>
/// <param name="Behaviour">Its kind of load.</param>
/// <param name="Base">CPU ratio when it is quiet.</param>
/// <param name="Peak">CPU ratio when it is busy.</param>
/// <param name="ShiftHours">How much later than its kind it lives.</param>
/// <param name="Noise">Deviation of its CPU ratio from one sample to the next.</param>
/// <param name="MemoryBase">Memory ratio when it is quiet.</param>
/// <param name="BytesPerSecond">Traffic when it is fully busy.</param>
public sealed record GeneratedMachine(
    MachineBehaviour Behaviour,
    double Base,
    double Peak,
    double ShiftHours,
    double Noise,
    double MemoryBase,
    double BytesPerSecond);
