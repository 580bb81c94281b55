namespace Vireo.Simulation;

/// <summary>When a simulation samples, decides and ends.</summary>
/// <param name="Interval">Between samples; a decision follows each but the last.</param>
/// <param name="Samples">How many there are.</param>
internal sealed record SimulationClock(TimeSpan Interval, long Samples)
{
    /// <summary>From the scenario's start to the last sample.</summary>
    public TimeSpan Length => (Interval * Samples) + Scenario.FirstSampleAfter;

    /// <summary>As many whole intervals as fit into the days asked for and into the trace, less the first, in which
    /// nothing can be known yet.</summary>
    public static SimulationClock For(Scenario scenario, double days)
    {
        if (!(days > 0 && days <= 36_500))
        {
            throw new ArgumentException($"--days must be more than 0 and at most 36500, not {days}.");
        }

        var asked = TimeSpan.FromDays(days);
        var recorded = scenario.Workload.Samples is { } samples ? scenario.Workload.Step * samples : TimeSpan.MaxValue;
        long intervals = (long)((asked < recorded ? asked : recorded) / scenario.SampleInterval) - 1;

        return intervals > 0
            ? new SimulationClock(scenario.SampleInterval, intervals)
            : throw new ArgumentException($"{days} days hold less than two intervals of {scenario.SampleInterval}.");
    }

    /// <summary>The round instant just after a sample, when it is collected.</summary>
    public DateTimeOffset CollectAt(DateTimeOffset start, long sample) =>
        start + Scenario.StartOffset + (Interval * sample);
}
