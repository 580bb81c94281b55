namespace Vireo.Fleet;

/// <summary>Names one series: one metric of one entity.</summary>
/// <param name="Entity">What is measured.</param>
/// <param name="Metric">Which quantity.</param>
public readonly record struct SeriesKey(EntityId Entity, Metric Metric) : IComparable<SeriesKey>
{
    /// <inheritdoc/>
    public int CompareTo(SeriesKey other)
    {
        int byEntity = Entity.CompareTo(other.Entity);

        return byEntity != 0 ? byEntity : Metric.CompareTo(other.Metric);
    }

    /// <summary>Entity and metric, e.g. <c>Host/h-07/cpu.usage</c>.</summary>
    public override string ToString() => $"{Entity}/{Metric}";
}
