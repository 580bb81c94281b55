namespace Vireo.Simulation;

/// <summary>Twenty ways in which what a hypervisor says can be wrong. None of them may ever cause a harmful action
/// (S28).</summary>
public enum TelemetryCorruption
{
    /// <summary>Nothing new is reported; the inventory still answers.</summary>
    Stale,

    /// <summary>Every series repeats its last value for ever.</summary>
    Flat,

    /// <summary>All values are NaN.</summary>
    NotANumber,

    /// <summary>All values are infinite.</summary>
    Infinite,

    /// <summary>All values change sign.</summary>
    Negative,

    /// <summary>All values are zero, as from an agent that lost its counters.</summary>
    Zero,

    /// <summary>All values are a thousand times too large, as after a change of unit.</summary>
    UnitJumpUp,

    /// <summary>All values are a thousand times too small.</summary>
    UnitJumpDown,

    /// <summary>One value in ten is the largest number there is.</summary>
    AbsurdSpikes,

    /// <summary>One value in ten is ten times too large: believable, and wrong.</summary>
    BelievableSpikes,

    /// <summary>Timestamps run a day ahead.</summary>
    ClockAhead,

    /// <summary>Timestamps lie a day back.</summary>
    ClockBehind,

    /// <summary>Timestamps jump about by up to an hour.</summary>
    ClockJitter,

    /// <summary>Every batch comes three times.</summary>
    Duplicated,

    /// <summary>Batches come in random order.</summary>
    Reordered,

    /// <summary>Every batch is followed by the one before it.</summary>
    Replayed,

    /// <summary>Nine values in ten are missing.</summary>
    MostlyMissing,

    /// <summary>Values belong to machines and hosts that do not exist.</summary>
    UnknownEntities,

    /// <summary>Every host reports zero CPUs.</summary>
    ZeroCpus,

    /// <summary>The inventory loses half of its machines and hosts.</summary>
    HalfInventory,
}
