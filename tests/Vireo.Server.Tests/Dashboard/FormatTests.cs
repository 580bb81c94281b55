using Vireo.Server.Dashboard.Text;

namespace Vireo.Server.Tests.Dashboard;

public sealed class FormatTests
{
    private const string Narrow = "\u202f";

    [Fact]
    public void What_nobody_measured_is_a_dash_and_never_a_zero()
    {
        string[] texts =
        [
            Format.Ratio(null), Format.Ratio(double.NaN), Format.Cpu(null), Format.Cpu(double.NaN), Format.Bytes(null),
            Format.Bytes(double.PositiveInfinity), Format.Power(null),
        ];

        Assert.All(texts, text => Assert.Equal("–", text));
    }

    [Theory]
    [InlineData(0, "0 MHz")]
    [InlineData(999, "999 MHz")]
    [InlineData(2_600, "2.6 GHz")]
    [InlineData(4_234_000, "4,234 GHz")]
    public void Processor_amounts_take_the_unit_that_keeps_them_short(double mhz, string text) =>
        Assert.Equal(text.Replace(" ", Narrow, StringComparison.Ordinal), Format.Cpu(mhz));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(274_877_906_944, "256 GiB")]
    public void Bytes_take_binary_prefixes(double bytes, string text) =>
        Assert.Equal(text.Replace(" ", Narrow, StringComparison.Ordinal), Format.Bytes(bytes));

    [Theory]
    [InlineData(0, "under a second")]
    [InlineData(50, "50 s")]
    [InlineData(420, "7 min")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(180_000, "2 d 2 h")]
    public void Durations_show_their_two_largest_units(int seconds, string text) =>
        Assert.Equal(text, Format.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("0.1.0+b105d55ed66ec8cd80fec56dbd6bc7ba07a2ae94", "0.1.0+b105d55ed6")]
    [InlineData("0.1.0+dirty", "0.1.0+dirty")]
    [InlineData("0.1.0", "0.1.0")]
    public void A_revision_is_cut_to_what_is_still_unique(string version, string text) =>
        Assert.Equal(text, Format.Version(version));

    [Fact]
    public void Instants_ahead_are_said_to_come()
    {
        var now = SyntheticFleet.Start;

        Assert.Equal("in 11 min", Format.Relative(now.AddMinutes(11), now));
    }
}
