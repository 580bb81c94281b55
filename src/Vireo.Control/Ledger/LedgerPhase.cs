using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>How far the check of a plan's promise has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerPhase>))]
public enum LedgerPhase
{
    /// <summary>Its actions have not all ended.</summary>
    Acting,

    /// <summary>Its horizon is not over: demand is still being measured.</summary>
    Measuring,

    /// <summary>Compared.</summary>
    Measured,

    /// <summary>Never compared; the note says why.</summary>
    Unmeasured,
}
