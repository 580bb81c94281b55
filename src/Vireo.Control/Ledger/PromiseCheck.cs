using System.Collections.Immutable;
using System.Globalization;
using Vireo.Forecasting.Intervals;

namespace Vireo.Control;

/// <summary>Judges a policy by what became of its promises.</summary>
/// <remarks>Plans whose windows overlap saw the same load, so they count as one round. A promise is broken when the 99
/// % confidence interval (Student) of the mean of <c>measured − share · promised</c> over the rounds lies below
/// zero.</remarks>
internal static class PromiseCheck
{
    /// <summary>Rounds below which nothing is said: half a day of hourly horizons.</summary>
    public const int FewestRounds = 12;

    private const int MostRounds = 100;
    private const double TwoSidedLevel = 0.995;

    /// <summary>Judges.</summary>
    /// <param name="entries">Of one policy, in any order.</param>
    /// <param name="share">The part of the promise that has to come true, 0 to 1.</param>
    public static PromiseVerdict Judge(IEnumerable<LedgerEntry> entries, double share)
    {
        var rounds = Rounds(entries);
        double promised = rounds.Sum(round => round.Promised);
        double measured = rounds.Sum(round => round.Measured);
        int plans = rounds.Sum(round => round.Plans);
        if (rounds.Length < FewestRounds)
        {
            return new PromiseVerdict(
                false, plans, rounds.Length, promised, measured, null,
                $"Too early to say: {plans} plans in {rounds.Length} windows were measured, {FewestRounds} are needed.");
        }

        double slack = UpperMean([.. rounds.Select(round => round.Measured - (share * round.Promised))]);
        double upper = share + (slack * rounds.Length / promised);
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{plans} plans in {rounds.Length} windows promised {promised:0} Wh and brought {measured:0} Wh, at most {upper:P0} of it");

        return new PromiseVerdict(
            slack < 0, plans, rounds.Length, promised, measured, upper,
            slack < 0
                ? $"The promises do not come true: {figures}, and {share:P0} are asked for."
                : $"The promises stand: {figures}; {share:P0} are asked for.");
    }

    // Newest rounds only, so that a policy is judged by what it does now.
    private static ImmutableArray<Round> Rounds(IEnumerable<LedgerEntry> entries)
    {
        var rounds = new List<Round>();
        DateTimeOffset? end = null;
        foreach (var entry in entries.Where(entry => entry.IsEvidence).OrderBy(entry => entry.From).ThenBy(entry => entry.Plan))
        {
            var one = new Round(1, entry.PromisedWattHours, entry.Measured!.BenefitWattHours);
            if (end is { } open && entry.From < open)
            {
                rounds[^1] = rounds[^1].And(one);
            }
            else
            {
                rounds.Add(one);
                end = entry.To;
            }
        }

        return [.. rounds.TakeLast(MostRounds)];
    }

    private static double UpperMean(ImmutableArray<double> values)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);

        return mean + (StudentQuantile(values.Length - 1) * Math.Sqrt(variance / values.Length));
    }

    // Cornish–Fisher expansion about the normal; from eleven degrees of freedom on within 0.2 %. Abramowitz & Stegun
    // 26.7.5.
    private static double StudentQuantile(double freedom)
    {
        double z = NormalQuantile.Of(TwoSidedLevel);
        double cube = z * z * z;
        double fifth = cube * z * z;

        return z + ((cube + z) / (4 * freedom)) + (((5 * fifth) + (16 * cube) + (3 * z)) / (96 * freedom * freedom));
    }

    private sealed record Round(int Plans, double Promised, double Measured)
    {
        public Round And(Round other) => new(Plans + other.Plans, Promised + other.Promised, Measured + other.Measured);
    }
}
