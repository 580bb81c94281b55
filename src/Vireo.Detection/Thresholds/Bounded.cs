using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What a threshold compares: two series with a bound each, which are the same one for a single
/// entity.</summary>
/// <param name="Entity">What an incident would be about.</param>
/// <param name="Title">Of the incident.</param>
/// <param name="Open">Opens while this is above <paramref name="OpenAbove"/>.</param>
/// <param name="OpenAbove">In the unit of the series.</param>
/// <param name="Clear">Closes while this is below <paramref name="ClearBelow"/>.</param>
/// <param name="ClearBelow">In the unit of the series.</param>
/// <param name="Evidence">In words, from the newest value and how long it has lasted.</param>
internal sealed record Bounded(
    EntityId Entity, string Title, TimeSeries Open, double OpenAbove, TimeSeries Clear, double ClearBelow,
    Func<double, TimeSpan, string> Evidence)
{
    /// <summary>Index of the newest value; -1 when there is none that is fresh.</summary>
    public int FreshIndex(DateTimeOffset now, int freshSteps)
    {
        int newest = NewestSample.IndexIn(Open.Values.Span);

        return newest >= 0 && now - (Open.Start + (newest * Open.Step)) <= freshSteps * Open.Step ? newest : -1;
    }
}
