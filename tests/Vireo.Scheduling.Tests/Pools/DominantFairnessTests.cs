using CsCheck;
using Vireo.Scheduling.Pools;

namespace Vireo.Scheduling.Tests.Pools;

/// <summary>What an arbiter promises to those who compete for several resources at once.</summary>
public class DominantFairnessTests
{
    private const int Resources = EntitlementTree.Resources;
    private const double Close = 1e-7;

    private static readonly Gen<Claims> Free = Some(Gen.Const(0.0));

    private static readonly Gen<Claims> Reserved = Some(Gen.Double[0, 1]);

    [Fact]
    public void The_textbook_case_of_nine_cores_and_eighteen_gigabytes()
    {
        // Ghodsi et al.: A runs tasks of 1 core and 4 GB, B of 3 cores and 1 GB; A gets 3 tasks and B 2. Demands of 100
        // tasks.
        double[] got = new double[2 * Resources];
        DominantFairness.Divide(
            [9, 18, 1, 1], new double[8], [100, 400, 0, 0, 300, 100, 0, 0], [1, 1], got);

        Assert.Equal([3, 12, 0, 0, 6, 2, 0, 0], got.Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void The_twin_that_fills_by_rounds_gives_the_same() =>
        Reserved.Sample(claims =>
        {
            double[] expected = WaterFilling.ByDominantShare(claims.Capacity, claims.Floors, claims.Wants, claims.Weights);

            return expected.Zip(claims.Divide(), (want, got) => Math.Abs(want - got)).Max() <= 1e-5;
        });

    [Fact]
    public void Sharing_incentive_nobody_gets_less_than_its_own_part_of_every_machine_would_give() =>
        Free.Sample(claims =>
        {
            double[] got = claims.Divide();
            double weights = claims.Weights.Sum();

            return Enumerable.Range(0, claims.Count).All(i =>
                claims.PartOf(i, got, i) >=
                claims.PartFrom(i, r => claims.Capacity[r] * claims.Weights[i] / weights) - Close);
        });

    [Fact]
    public void Envy_bound_nobody_would_do_better_with_what_another_has_for_its_weight() =>
        Free.Sample(claims =>
        {
            double[] got = claims.Divide();

            return Enumerable.Range(0, claims.Count).All(i => Enumerable.Range(0, claims.Count).All(j =>
                claims.PartOf(i, got, i) >=
                claims.PartFrom(i, r => got[(j * Resources) + r] * claims.Weights[i] / claims.Weights[j]) - Close));
        });

    [Fact]
    public void Pareto_efficiency_nobody_can_get_more_without_another_getting_less() =>
        Reserved.Sample(claims =>
        {
            double[] got = claims.Divide();
            double[] left = [.. Enumerable.Range(0, Resources).Select(r => claims.Capacity[r] - Claims.Used(got, r))];

            return Enumerable.Range(0, claims.Count).All(i =>
                claims.PartOf(i, got, i) >= 1 - Close ||
                Enumerable.Range(0, Resources).Any(r => claims.Wants[(i * Resources) + r] > 0 && left[r] <= Close &&
                    got[(i * Resources) + r] <= (claims.PartOf(i, got, i) + Close) * claims.Wants[(i * Resources) + r] + Close));
        });

    [Fact]
    public void Reservations_are_met_and_capacity_is_never_exceeded() =>
        Reserved.Sample(claims =>
        {
            double[] got = claims.Divide();

            return Enumerable.Range(0, got.Length).All(at =>
                    got[at] >= claims.Floors[at] * (1 - Close) && got[at] <= claims.Wants[at] + Close) &&
                Enumerable.Range(0, Resources).All(r => Claims.Used(got, r) <= claims.Capacity[r] * (1 + 1e-9));
        });

    [Fact]
    public void Strategy_proofness_asking_for_more_gives_nothing_that_is_of_use() =>
        Gen.Select(Free, Gen.Double[1, 3].Array[Resources]).Sample((claims, lie) =>
        {
            double honest = claims.PartOf(0, claims.Divide(), 0);
            double[] told = [.. claims.Wants.Select((want, at) => at < Resources ? want * lie[at] : want)];
            double[] got = (claims with { Wants = told }).Divide();

            return claims.PartOf(0, got, 0) <= honest + Close;
        });

    private static Gen<Claims> Some(Gen<double> reserved) =>
        from count in Gen.Int[1, 12]
        from wants in Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 5]).Array[count * Resources]
        from parts in reserved.Array[count * Resources]
        from weights in Gen.Double[0.2, 5].Array[count]
        from capacity in Gen.Double[0.5, 20].Array[Resources]
        select new Claims(capacity, Fitting(wants.Zip(parts, (want, part) => want * part), capacity), wants, weights);

    // Floors that were admitted: they fit.
    private static double[] Fitting(IEnumerable<double> floors, double[] capacity)
    {
        double[] all = [.. floors];
        double[] sums = [.. Enumerable.Range(0, Resources).Select(r => all.Where((_, at) => at % Resources == r).Sum())];

        return [.. all.Select((floor, at) => floor * Math.Min(1, 0.9 * capacity[at % Resources] / Math.Max(sums[at % Resources], 1e-9)))];
    }

    private sealed record Claims(double[] Capacity, double[] Floors, double[] Wants, double[] Weights)
    {
        public int Count => Weights.Length;

        public double[] Divide()
        {
            double[] result = new double[Wants.Length];
            DominantFairness.Divide(Capacity, Floors, Wants, Weights, result);

            return result;
        }

        public static double Used(double[] got, int resource) => got.Where((_, at) => at % Resources == resource).Sum();

        /// <summary>Which part of its wish a claimant could do with what somebody got.</summary>
        public double PartOf(int claimant, double[] got, int whose) => PartFrom(claimant, r => got[(whose * Resources) + r]);

        public double PartFrom(int claimant, Func<int, double> of) =>
            Enumerable.Range(0, Resources).Where(r => Wants[(claimant * Resources) + r] > 0)
                .Select(r => of(r) / Wants[(claimant * Resources) + r]).Append(1).Min();
    }
}
