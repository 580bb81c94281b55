namespace Vireo.Simulation;

/// <summary>What a workload says about each virtual machine.</summary>
public enum WorkloadMetric
{
    /// <summary>CPU wanted, as a ratio of the machine's capacity; may exceed 1 where a trace recorded a
    /// burst.</summary>
    Cpu,

    /// <summary>Memory in use, as a ratio of the machine's configured memory.</summary>
    Memory,

    /// <summary>Bytes received per second.</summary>
    NetworkReceived,

    /// <summary>Bytes sent per second.</summary>
    NetworkSent,

    /// <summary>Bytes read per second.</summary>
    DiskRead,

    /// <summary>Bytes written per second.</summary>
    DiskWritten,
}
