using CsCheck;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Ledger;

public sealed class PromiseCheckTests
{
    private const double Share = 0.5;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_policy_that_keeps_its_promises_is_not_demoted_under_noise() =>
        Gen.Select(Gen.Int[0, 60], Gen.Double[10, 5_000], Gen.Int[0, 1_000_000]).Sample((plans, promise, seed) =>
            !Judge(plans, seed, promise, kept: 1, noise: 1).IsBroken, iter: 2_000);

    [Fact]
    public void A_policy_that_never_keeps_them_is_demoted_as_soon_as_there_is_enough_evidence() =>
        Gen.Select(Gen.Int[PromiseCheck.FewestRounds, 60], Gen.Double[10, 5_000], Gen.Int[0, 1_000_000])
            .Sample((plans, promise, seed) =>
            {
                var verdict = Judge(plans, seed, promise, kept: 0, noise: 0.2);

                return verdict.IsBroken && verdict.UpperRatio < Share;
            }, iter: 2_000);

    [Fact]
    public void A_policy_that_does_harm_is_demoted_even_where_nothing_is_asked_of_it() =>
        Assert.True(PromiseCheck.Judge(Entries(20, seed: 1, promise: 100, kept: -1, noise: 0.1), share: 0).IsBroken);

    [Fact]
    public void Eleven_windows_are_too_few_whatever_they_say()
    {
        var verdict = Judge(PromiseCheck.FewestRounds - 1, seed: 1, promise: 100, kept: 0, noise: 0);

        Assert.False(verdict.IsBroken);
        Assert.StartsWith("Too early to say: 11 plans in 11 windows", verdict.Explanation);
    }

    [Fact]
    public void Plans_whose_windows_overlap_count_as_one()
    {
        var entries = Entries(60, seed: 1, promise: 100, kept: 0, noise: 0)
            .Select((entry, i) => entry with { From = Start + (i * TimeSpan.FromMinutes(10)), To = Start + TimeSpan.FromMinutes((i * 10) + 60) });

        var verdict = PromiseCheck.Judge(entries, Share);

        Assert.Equal((60, 10), (verdict.Plans, verdict.Rounds));
        Assert.False(verdict.IsBroken);
    }

    [Fact]
    public void Plans_that_were_not_carried_out_whole_say_nothing()
    {
        var entries = Entries(20, seed: 1, promise: 100, kept: 0, noise: 0).Select(entry => entry with { IsWhole = false });

        Assert.Equal(0, PromiseCheck.Judge(entries, Share).Plans);
    }

    private static PromiseVerdict Judge(int plans, int seed, double promise, double kept, double noise) =>
        PromiseCheck.Judge(Entries(plans, seed, promise, kept, noise), Share);

    // Noise in units of the promise, both ways alike.
    private static IEnumerable<LedgerEntry> Entries(int plans, int seed, double promise, double kept, double noise)
    {
        var random = new Random(seed);

        return [.. Enumerable.Range(0, plans).Select(plan => new LedgerEntry(plan, Start, Fleets.Cluster, "p", new ContentHash("t"))
        {
            Phase = LedgerPhase.Measured,
            IsWhole = true,
            PromisedWattHours = promise,
            From = Start + (plan * TimeSpan.FromHours(1)),
            To = Start + ((plan + 1) * TimeSpan.FromHours(1)),
            Measured = new PlacementEffect(promise * (kept + (noise * ((2 * random.NextDouble()) - 1))), 0, 0, 0, 0, 0),
        })];
    }
}
