namespace Vireo.Server.Dashboard.HeatMap;

/// <summary>What the colours of the heat map show.</summary>
public enum HeatMapMeasure
{
    /// <summary>Processor use over capacity.</summary>
    Cpu,

    /// <summary>Memory use over capacity.</summary>
    Memory,
}
