using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Which decision makes the plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlacementStrategy>))]
public enum PlacementStrategy
{
    /// <summary>Never moves anything.</summary>
    None,

    /// <summary>The plain reactive rule: acts on the last measurement and a fixed threshold.</summary>
    Threshold,

    /// <summary>Forecast-driven.</summary>
    Vireo,
}
