namespace Vireo.Fleet;

/// <summary>How the values of a metric relate to each other.</summary>
public enum MetricKind
{
    /// <summary>A level at an instant.</summary>
    Gauge,

    /// <summary>A total that only grows, until it is reset; turned into a rate per second when cleaned.</summary>
    Counter,
}
