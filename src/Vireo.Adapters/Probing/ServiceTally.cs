using Vireo.Fleet;

namespace Vireo.Adapters.Probing;

/// <summary>What a machine's services answered in a while.</summary>
internal readonly record struct ServiceTally
{
    private int Asked { get; init; }

    private int Served { get; init; }

    private TimeSpan Took { get; init; }

    private int Pinged { get; init; }

    private int Returned { get; init; }

    /// <summary>With one more answer.</summary>
    public ServiceTally With(ProbeKind kind, ServiceAnswer answer)
    {
        int good = answer.IsGood ? 1 : 0;

        return kind == ProbeKind.Icmp
            ? this with { Pinged = Pinged + 1, Returned = Returned + good }
            : this with { Asked = Asked + 1, Served = Served + good, Took = Took + (good * answer.Took) };
    }

    /// <summary>As the machine's series take it: response time in seconds over the good answers, errors and packet loss
    /// as shares of all.</summary>
    public IEnumerable<Measurement> Measurements(VirtualMachineId machine, DateTimeOffset at)
    {
        var entity = EntityId.Of(machine);
        if (Served > 0)
        {
            yield return new(new SeriesKey(entity, Metric.ResponseTime), at, Took.TotalSeconds / Served);
        }

        if (Asked > 0)
        {
            yield return new(new SeriesKey(entity, Metric.ErrorRate), at, 1 - ((double)Served / Asked));
        }

        if (Pinged > 0)
        {
            yield return new(new SeriesKey(entity, Metric.PacketLoss), at, 1 - ((double)Returned / Pinged));
        }
    }
}
