namespace Vireo.Fleet.Tests;

/// <summary>Spans of time in the words of people.</summary>
public sealed class SpanTextTests
{
    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:00:59.7", "1 min")]
    [InlineData("00:02:45.032", "2 min 45 s")]
    [InlineData("00:10:00", "10 min")]
    [InlineData("04:05:59", "4 h 5 min")]
    [InlineData("1.00:30:00", "1 d")]
    [InlineData("-00:01:30", "-1 min 30 s")]
    public void A_span_is_told_in_its_two_largest_units(string span, string words) =>
        Assert.Equal(words, TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture).InWords());
}
