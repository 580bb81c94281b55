using CsCheck;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public class TextTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3_600)]
    [InlineData("2d", 172_800)]
    [InlineData("1h30m", 5_400)]
    [InlineData("1.5h", 5_400)]
    [InlineData("250ms", 0.25)]
    [InlineData("0s", 0)]
    public void Durations_are_read(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("5 m")]
    [InlineData("5m1h")]
    [InlineData("5m5m")]
    [InlineData("-5m")]
    [InlineData("1e3s")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999d")]
    [InlineData("5min")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Any_duration_is_written_and_read_back() =>
        Gen.Long[0, TimeSpan.MaxValue.Ticks].Sample(ticks =>
            DurationText.TryParse(DurationText.Format(new TimeSpan(ticks)), out var read) && read.Ticks == ticks);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4_096)]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("4 GiB", 4L << 30)]
    [InlineData("1.5KiB", 1_536)]
    public void Sizes_are_read(string text, long bytes)
    {
        Assert.True(SizeText.TryParse(text, out long read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("4GB")]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("99999999999TiB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(SizeText.TryParse(text, out _));

    [Theory]
    [InlineData("horizn", "horizon")]
    [InlineData("MODE", "mode")]
    [InlineData("nmae", "name")]
    public void The_nearest_word_is_found(string typed, string expected) =>
        Assert.Equal(expected, NearestWord.Of(typed, ["name", "mode", "horizon", "balance"]));

    [Fact]
    public void Edit_distance_is_symmetric_and_zero_for_equals() =>
        Gen.Select(Gen.String[0, 20], Gen.String[0, 20]).Sample((left, right) =>
            NearestWord.Distance(left, right) == NearestWord.Distance(right, left) && NearestWord.Distance(left, left) == 0);

    [Fact]
    public void Entities_are_written_and_read_back()
    {
        Assert.True(EntityText.TryParse("vm/a/b", out var entity));
        Assert.Equal("vm/a/b", EntityText.Format(entity));
        Assert.False(EntityText.TryParse("vm/", out _));
        Assert.False(EntityText.TryParse("vm", out _));
        Assert.False(EntityText.TryParse("machine/x", out _));
    }
}
