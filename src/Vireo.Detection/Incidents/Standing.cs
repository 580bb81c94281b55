namespace Vireo.Detection;

/// <summary>Where one rule stands with one entity at this look.</summary>
internal enum Standing
{
    /// <summary>Nothing wrong, and for long enough to close what was open.</summary>
    Calm,

    /// <summary>Neither: inside the hysteresis, calm too briefly, or unknown. What is open stays open.</summary>
    Undecided,

    /// <summary>Wrong, but not for long enough.</summary>
    Brewing,

    /// <summary>Wrong for long enough: an incident.</summary>
    Lasting,
}
