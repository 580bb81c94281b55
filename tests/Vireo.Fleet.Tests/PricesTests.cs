using System.Text.Json;

namespace Vireo.Fleet.Tests;

/// <summary>Money stands for the energy that costs as much.</summary>
public class PricesTests
{
    [Fact]
    public void Each_price_sets_the_weight_of_as_much_energy_and_what_is_left_out_keeps_its_own()
    {
        var prices = new Prices("EUR", PerKwh: 0.2) { PerContentionMinute = 0.001, PerMigration = 0.01 };

        var policy = prices.ApplyTo(new Policy { WishWattHoursPerHour = 7 });

        Assert.Equal(300, policy.UnservedWattHoursPerGhzHour, precision: 9);
        Assert.Equal(50, policy.MigrationWattHours, precision: 9);
        Assert.Equal(7, policy.WishWattHoursPerHour);
        Assert.Equal("0.046 EUR", policy.Prices!.Text(230));
    }

    [Fact]
    public void Devices_are_equal_whatever_their_order_and_are_written_as_an_object()
    {
        var devices = new DeviceCounts([KeyValuePair.Create("nic", 1), KeyValuePair.Create("gpu", 2), KeyValuePair.Create("none", 0)]);

        Assert.Equal(devices, new DeviceCounts([KeyValuePair.Create("gpu", 2), KeyValuePair.Create("nic", 1)]));
        Assert.Equal((2, 0, "2 gpu, 1 nic"), (devices["gpu"], devices["none"], devices.ToString()));
        Assert.Equal("""{"gpu":2,"nic":1}""", JsonSerializer.Serialize(devices));
        Assert.Equal(devices, JsonSerializer.Deserialize<DeviceCounts>("""{"nic":1,"gpu":2}"""));
    }

    [Fact]
    public void Devices_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DeviceCounts.Of("gpu", -1));
        Assert.Throws<ArgumentException>(() => DeviceCounts.Of(" ", 1));
        Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize<DeviceCounts>("""{"gpu":"two"}"""));
        Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize<DeviceCounts>("""["gpu"]"""));
    }
}
