namespace Vireo.Simulation;

/// <summary>A fault under way.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Since">When it struck, in seconds since the scenario's start.</param>
/// <param name="Until">When it is over.</param>
internal sealed record Impairment(ScheduledFault Fault, double Since, double Until)
{
    /// <summary>How much of its duration has passed; beyond 1 what has filled up stays full.</summary>
    public double Progress(double now) => (now - Since) / Math.Max(1, Fault.Duration.TotalSeconds);

    /// <summary>Whether it does harm yet: some only give signs at first.</summary>
    public bool IsHarmful(double now) => Progress(now) >= Fault.Kind switch
    {
        FaultKind.HostStalls => 0.25,
        FaultKind.CertificateExpires or FaultKind.LicenceExpires => 0.5,
        FaultKind.DiskFills or FaultKind.MemoryLeaks => 1,
        _ => 0,
    };
}
