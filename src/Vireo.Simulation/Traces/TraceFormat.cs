namespace Vireo.Simulation;

/// <summary>The forms of trace that are understood, told apart by their first line.</summary>
internal enum TraceFormat
{
    /// <summary>Nothing known.</summary>
    Unknown,

    /// <summary><c>vm,s0,s1,…</c>: a row a machine.</summary>
    Matrix,

    /// <summary><c>vm,cores,…</c>: sizes that go with matrices.</summary>
    Sizes,

    /// <summary>A number a line: one PlanetLab machine.</summary>
    PlanetLab,

    /// <summary><c>Timestamp [ms];…</c>: one Bitbrains machine (GWA-T-12).</summary>
    Bitbrains,

    /// <summary><c>unique_id,ds,…</c>: a row a machine and instant.</summary>
    LongForm,
}
