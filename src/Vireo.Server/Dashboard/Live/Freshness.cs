using Vireo.Control;
using Vireo.Server.Dashboard.Text;

namespace Vireo.Server.Dashboard.Live;

/// <summary>Whether what the page shows can still be believed, and what to tell people when not.</summary>
/// <param name="IsStale">The figures no longer follow the fleet.</param>
/// <param name="Headline">One sentence; empty when all is well.</param>
/// <param name="Detail">What it means for the reader.</param>
public sealed record Freshness(bool IsStale, string Headline, string Detail)
{
    private const int ToleratedGaps = 4;

    /// <summary>All is well.</summary>
    public static Freshness Fresh { get; } = new(false, "", "");

    /// <summary>Judges a publication: silence of the loop first, then providers that fail.</summary>
    /// <param name="state">What was published last.</param>
    /// <param name="receivedAt">When, by the wall clock.</param>
    /// <param name="usualGap">The longest silence that was normal so far.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="staleAfter">The shortest silence worth mentioning.</param>
    public static Freshness Judge(
        LoopState state, DateTimeOffset receivedAt, TimeSpan usualGap, DateTimeOffset now, TimeSpan staleAfter)
    {
        var silence = now - receivedAt;
        if (silence > staleAfter && silence > usualGap * ToleratedGaps)
        {
            return new Freshness(
                true,
                $"Data is {Age(silence)} old.",
                $"The control loop has published nothing since. Below is the fleet as it was at {Format.DayTime(state.At)}.");
        }

        var failing = state.Providers.Where(provider => provider.Error.Length > 0).MinBy(provider => provider.Role);

        return failing is null ? Fresh : OfFailing(failing, state.At);
    }

    private static Freshness OfFailing(ProviderHealth provider, DateTimeOffset now)
    {
        string since = provider.LastSuccess is { } last
            ? $"Its data is {Age(now - last)} old, last read {Format.DayTime(last)}."
            : "It has never answered.";

        string who = provider.Role == ProviderRole.LoadBalancer ? "Load balancer" : "Provider";

        return new Freshness(true, $"{who} '{provider.Provider}' does not answer. {since}", provider.Error);
    }

    private static string Age(TimeSpan span) => span switch
    {
        { TotalSeconds: < 120 } => $"{(int)Math.Max(1, span.TotalSeconds)} seconds",
        { TotalMinutes: < 120 } => $"{(int)span.TotalMinutes} minutes",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} hours",
        _ => $"{(int)span.TotalDays} days",
    };
}
