namespace Vireo.Simulation.Trials;

/// <summary>A load over time.</summary>
public sealed record TrialLoad
{
    /// <summary>How it changes.</summary>
    public LoadShape Kind { get; init; }

    /// <summary>At first, or at least: MHz of a group, a ratio of what a machine has.</summary>
    public double From { get; init; }

    /// <summary>In the end, or at most; in the unit of <see cref="From"/>.</summary>
    public double To { get; init; }

    /// <summary>When a step happens, in hours after the start, or when a daily load begins, as an hour of the day.</summary>
    public double AtHour { get; init; }

    /// <summary>The period of a wave or a square wave, in hours, above 0.</summary>
    public double EveryHours { get; init; } = 1;

    /// <summary>How many hours of the day a daily load lasts.</summary>
    public double ForHours { get; init; }

    /// <summary>The highest it can be.</summary>
    public double Most => Math.Max(From, To);

    /// <summary>The load at an hour of a trial that lasts <paramref name="hours"/>.</summary>
    public double At(double hour, double hours) => Kind switch
    {
        LoadShape.Wave => From + ((To - From) * (0.5 - (0.5 * Math.Cos(2 * Math.PI * hour / EveryHours)))),
        LoadShape.Square => (int)(2 * hour / EveryHours) % 2 == 0 ? From : To,
        LoadShape.Daily => hour % 24 >= AtHour && hour % 24 < AtHour + ForHours ? To : From,
        LoadShape.Ramp => From + ((To - From) * hour / hours),
        _ => hour < AtHour ? From : To,
    };
}
