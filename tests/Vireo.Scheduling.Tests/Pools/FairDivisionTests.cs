using CsCheck;
using Vireo.Scheduling.Pools;

namespace Vireo.Scheduling.Tests.Pools;

/// <summary>One resource, divided by shares under floors and ceilings.</summary>
public class FairDivisionTests
{
    private const double Close = 1e-9;

    private static readonly Gen<(double Capacity, double[] Floors, double[] Ceilings, double[] Shares)> Claims =
        from count in Gen.Int[1, 40]
        from floors in Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 10]).Array[count]
        from room in Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 20]).Array[count]
        from shares in Gen.OneOf(Gen.Const(1.0), Gen.Double[0.01, 100]).Array[count]
        from tightness in Gen.Double[0, 1.3]
        select (tightness * (floors.Sum() + room.Sum()), floors, floors.Zip(room, (floor, more) => floor + more).ToArray(), shares);

    [Fact]
    public void The_twin_that_bisects_the_level_gives_the_same() =>
        Claims.Sample(claims =>
        {
            double[] expected = WaterFilling.ByShares(claims.Capacity, claims.Floors, claims.Ceilings, claims.Shares);
            double[] actual = Divide(claims);

            return expected.Zip(actual, (want, got) => Math.Abs(want - got)).Max() <= 1e-7 * (1 + claims.Capacity);
        });

    [Fact]
    public void Nothing_is_lost_and_nothing_is_made() =>
        Claims.Sample(claims =>
        {
            double expected = Math.Min(claims.Capacity, claims.Ceilings.Sum());

            return Math.Abs(Divide(claims).Sum() - expected) <= Close * (1 + expected);
        });

    [Fact]
    public void Floors_are_kept_where_they_fit_and_ceilings_always() =>
        Claims.Sample(claims =>
        {
            double[] got = Divide(claims);
            bool fit = claims.Floors.Sum() <= claims.Capacity;

            return Enumerable.Range(0, got.Length).All(i =>
                got[i] <= claims.Ceilings[i] && (!fit || got[i] >= claims.Floors[i] * (1 - Close)));
        });

    [Fact]
    public void Who_gets_less_for_its_shares_than_another_is_at_its_ceiling_or_the_other_at_its_floor() =>
        Claims.Sample(claims =>
        {
            if (claims.Floors.Sum() >= claims.Capacity)
            {
                return true;
            }

            double[] got = Divide(claims);
            for (int i = 0; i < got.Length; i++)
            {
                for (int j = 0; j < got.Length; j++)
                {
                    bool isBehind = got[i] / claims.Shares[i] < got[j] / claims.Shares[j] * (1 - 1e-7);
                    bool isContent = got[i] >= claims.Ceilings[i] - 1e-7;
                    bool isReserved = got[j] <= claims.Floors[j] + 1e-7;
                    if (isBehind && !isContent && !isReserved)
                    {
                        return false;
                    }
                }
            }

            return true;
        });

    [Theory]
    [InlineData(100, "30;40;30")] // By shares 1:4:1, the middle one bounded at 40, the rest split.
    [InlineData(18, "3;12;3")] // Nobody bounded.
    [InlineData(300, "50;40;90")] // Everyone content.
    public void A_case_worked_by_hand(double capacity, string expected)
    {
        double[] got = Divide((capacity, [0, 0, 0], [50, 40, 90], [1, 4, 1]));

        Assert.Equal(expected, string.Join(';', got.Select(value => value.ToString("0.###", null))));
    }

    [Fact]
    public void Floors_that_do_not_fit_are_cut_by_one_factor() =>
        Assert.Equal([2, 4], Divide((6, [5, 10], [20, 20], [1, 1])));

    [Fact]
    public void Nobody_to_divide_among_is_no_error() => Assert.Empty(Divide((5, [], [], [])));

    private static double[] Divide((double Capacity, double[] Floors, double[] Ceilings, double[] Shares) claims)
    {
        double[] result = new double[claims.Floors.Length];
        FairDivision.Divide(claims.Capacity, claims.Floors, claims.Ceilings, claims.Shares, result);

        return result;
    }
}
