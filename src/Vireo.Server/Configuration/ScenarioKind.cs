namespace Vireo.Server.Configuration;

/// <summary>The fleets that can be simulated.</summary>
public enum ScenarioKind
{
    /// <summary>A generated fleet of three host generations and five kinds of machine.</summary>
    Demo,

    /// <summary>PlanetLab traces on the two host types of the published consolidation benchmarks.</summary>
    PlanetLab,

    /// <summary>Bitbrains traces (GWA-T-12 columns) on one type of host.</summary>
    Bitbrains,

    /// <summary>Any readable traces on one type of host.</summary>
    Traces,
}
