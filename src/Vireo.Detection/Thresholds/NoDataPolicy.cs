using System.Text.Json.Serialization;

namespace Vireo.Detection;

/// <summary>What a rule concludes while nothing is measured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoDataPolicy>))]
public enum NoDataPolicy
{
    /// <summary>Nothing: what is open stays open, and nothing opens.</summary>
    Keep,

    /// <summary>That something is wrong.</summary>
    Alert,

    /// <summary>That all is well.</summary>
    Clear,
}
