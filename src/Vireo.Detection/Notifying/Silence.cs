namespace Vireo.Detection.Notifying;

/// <summary>A time in which nobody is told of what its conditions match.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Matchers">What it is about; never empty.</param>
/// <param name="StartsAt">From when, by the server's clock.</param>
/// <param name="EndsAt">Until when.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Comment">Why.</param>
public sealed record Silence(
    string Id, LabelMatchers Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Author, string Comment)
{
    /// <summary>Whether it stands in a configuration file and ends only there.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>How it stands at an instant.</summary>
    public SilenceState StateAt(DateTimeOffset now) =>
        now >= EndsAt ? SilenceState.Expired : now >= StartsAt ? SilenceState.Active : SilenceState.Pending;
}
