using CsCheck;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

public sealed class SortedFloatsTests
{
    [Fact]
    public void Counting_with_vectors_is_counting_one_by_one() =>
        Gen.Select(Gen.Int[-20, 20].Select(value => value / 4f).Array[0, 140], Gen.Int[-24, 24].Select(value => value / 4f))
            .Sample((values, value) =>
            {
                Array.Sort(values);

                return SortedFloats.CountBelow(values, value) == SortedFloats.CountBelowOneByOne(values, value);
            });
}
