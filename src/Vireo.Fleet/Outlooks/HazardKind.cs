using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What detection sees coming.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HazardKind>))]
public enum HazardKind
{
    /// <summary>A host is likely to fail: its machines should leave.</summary>
    HostFailing,

    /// <summary>A host is down.</summary>
    HostDown,

    /// <summary>Demand presses against capacity now.</summary>
    Pressure,

    /// <summary>Telemetry cannot be trusted: hold changes.</summary>
    BadTelemetry,
}
