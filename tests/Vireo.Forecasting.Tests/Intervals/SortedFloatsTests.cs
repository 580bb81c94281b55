using CsCheck;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

/// <summary>One pass with vectors against a list that is sorted anew.</summary>
public sealed class SortedFloatsTests
{
    private static readonly Gen<float> Value = Gen.Int[-20, 20].Select(value => value / 4f);

    [Fact]
    public void Putting_in_values_keeps_them_sorted() =>
        Value.Array[0, 140].Sample(values =>
        {
            float[] framed = SortedFloats.Frame(values.Length);
            for (int count = 0; count < values.Length; count++)
            {
                SortedFloats.Insert(framed, count, values[count]);
            }

            return IsSorted(framed, values);
        });

    [Fact]
    public void Replacing_a_value_keeps_them_sorted() =>
        Gen.Select(Value.Array[1, 140], Gen.Int[0, 1_000], Value).Sample((values, which, value) =>
        {
            float[] framed = SortedFloats.Frame(values.Length);
            values.Order().ToArray().CopyTo(framed, 1);

            SortedFloats.Replace(framed, values.Length, values[which % values.Length], value);

            values[which % values.Length] = value;

            return IsSorted(framed, values);
        });

    [Fact]
    public void A_grown_frame_holds_the_same()
    {
        float[] framed = SortedFloats.Frame(3);
        new float[] { 1, 2, 3 }.CopyTo(framed, 1);

        float[] grown = SortedFloats.Grown(framed, 20);
        SortedFloats.Insert(grown, 3, 2.5f);

        Assert.True(IsSorted(grown, [1, 2, 3, 2.5f]));
    }

    // Between its frame of infinities.
    private static bool IsSorted(float[] framed, float[] values) =>
        framed[0] == float.NegativeInfinity
        && framed.AsSpan(1, values.Length).SequenceEqual(values.Order().ToArray())
        && framed[(values.Length + 1)..].All(float.IsPositiveInfinity);
}
