using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;

namespace Vireo.Fleet.Tests;

public class OutlookTests
{
    [Fact]
    public void Any_finite_quantiles_survive_the_way_through_their_canonical_text() =>
        Gen.OneOf(Gen.Float.Where(float.IsFinite), Gen.Int.Select(whole => (float)whole)).Array[0, 40].Sample(values =>
        {
            var outlook = Of([.. values]);

            var back = CanonicalJson.Read<Outlook>(CanonicalJson.Write(outlook));

            return back.VirtualMachines[0].Cpu.Quantiles.AsSpan().SequenceEqual(values) &&
                ContentHash.Of(back) == ContentHash.Of(outlook);
        });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_quantile_that_is_no_number_is_refused(float value) =>
        Assert.Throws<JsonException>(() => CanonicalJson.Write(Of([1, value])));

    private static Outlook Of(ImmutableArray<float> quantiles)
    {
        var forecast = new DemandForecast(quantiles, "test");

        return new Outlook(
            DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 1, [0.5],
            [new VmOutlook(new("vm-1"), forecast, forecast, DataQuality.Perfect)], []);
    }
}
