using System.Collections.Immutable;
using System.Text;
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

    [Fact]
    public void What_was_learned_of_a_service_survives_and_an_outlook_from_before_still_loads()
    {
        var group = new GroupOutlook(new("web"), [1], new DemandForecast([1], "test"))
        {
            Service = new ServiceOutlook(1_234, 0.05, 500, "queue"),
            Replicas = [new ReplicaService(new("web-1"), TimeSpan.FromMilliseconds(20), 6)],
        };
        var outlook = Of([1]) with { Groups = [group] };

        string text = Encoding.UTF8.GetString(CanonicalJson.Write(outlook));
        int from = text.IndexOf(",\"service\":{", StringComparison.Ordinal);
        string before = $"{text[..from]}{text[text.IndexOf("}]}", from, StringComparison.Ordinal)..][2..]}";
        var read = CanonicalJson.Read<Outlook>(Encoding.UTF8.GetBytes(text)).Groups[0];
        var old = CanonicalJson.Read<Outlook>(Encoding.UTF8.GetBytes(before)).Groups[0];

        Assert.Equal(group.Service, read.Service);
        Assert.Equal<ReplicaService>(group.Replicas, read.Replicas);
        Assert.Null(old.Service);
        Assert.True(old.Replicas is { IsDefault: false, IsEmpty: true });
    }

    private static Outlook Of(ImmutableArray<float> quantiles)
    {
        var forecast = new DemandForecast(quantiles, "test");

        return new Outlook(
            DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 1, [0.5],
            [new VmOutlook(new("vm-1"), forecast, forecast, DataQuality.Perfect)], []);
    }
}
