namespace Vireo.Simulation;

/// <summary>What a scaling policy sees of a service at the end of a minute.</summary>
/// <param name="Minute">Minutes since the beginning.</param>
/// <param name="Measured">Load up to now, newest last.</param>
/// <param name="Ready">Replicas that serve.</param>
/// <param name="Starting">Replicas that were ordered and do not serve yet.</param>
/// <param name="Leaving">Replicas that are being stopped.</param>
/// <param name="GrewAt">The minute of the last order; negative when there was none.</param>
/// <param name="ShrankAt">The minute of the last removal; negative when there was none.</param>
/// <param name="Latency">Mean response time in the last minute, as a noisy measurement, in seconds.</param>
public readonly record struct ServiceMoment(
    int Minute,
    ReadOnlyMemory<double> Measured,
    int Ready,
    int Starting,
    int Leaving,
    int GrewAt,
    int ShrankAt,
    double Latency);
