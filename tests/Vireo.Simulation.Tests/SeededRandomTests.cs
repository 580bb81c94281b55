namespace Vireo.Simulation.Tests;

public class SeededRandomTests
{
    [Fact]
    public void The_sequence_is_the_published_one()
    {
        // First outputs of SplitMix64 for seed 1234567, as in the reference implementation's test.
        var random = new SeededRandom(1234567);

        Assert.Equal(6457827717110365317UL, random.NextBits());
        Assert.Equal(3203168211198807973UL, random.NextBits());
        Assert.Equal(9817491932198370423UL, random.NextBits());
    }

    [Fact]
    public void Noise_has_mean_zero_and_deviation_one()
    {
        double[] noise = [.. Enumerable.Range(0, 20_000).Select(i => SeededRandom.NormalAt(5, i % 100, i / 100))];

        Assert.Equal(0, noise.Average(), 0.03);
        Assert.Equal(1, Math.Sqrt(noise.Average(value => value * value)), 0.03);
    }
}
