namespace Vireo.Simulation;

/// <summary>The kinds of load that a generated fleet carries.</summary>
public enum MachineBehaviour
{
    /// <summary>Busy in office hours, quiet at night and at weekends.</summary>
    OfficeDay,

    /// <summary>A long job every night, almost nothing by day.</summary>
    BatchNight,

    /// <summary>People's evenings, more at weekends.</summary>
    Web,

    /// <summary>The same all day.</summary>
    Steady,

    /// <summary>Low, with short bursts at no particular time.</summary>
    Bursty,
}
