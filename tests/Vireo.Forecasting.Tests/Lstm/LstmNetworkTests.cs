using CsCheck;
using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

/// <summary>The kernels against a plain network in double precision.</summary>
public sealed class LstmNetworkTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(2, 32)]
    [InlineData(2, 33)]
    public void Outputs_equal_those_of_a_plain_network(int layers, int rows)
    {
        LstmShape shape = LstmFixture.Small(layers);
        LstmNetwork network = LstmFixture.Random(shape);
        float[] samples = LstmFixture.Samples(shape, rows);
        double[] weights = [.. network.Parameters.ToArray().Select(value => (double)value)];

        float[] outputs = network.Evaluate(samples);

        for (int row = 0; row < rows; row++)
        {
            double[] expected = PlainLstm.Evaluate(
                shape, weights, samples[(row * shape.SampleLength)..((row + 1) * shape.SampleLength)]);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], outputs[(row * shape.Outputs) + i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Slopes_equal_finite_differences(int layers)
    {
        LstmShape shape = LstmFixture.Small(layers);
        float[] parameters = LstmNetwork.Start(shape, seed: 3);
        double[] weights = [.. parameters.Select(value => (double)value)];
        float[] sample = LstmFixture.Samples(shape, 1);
        double[] factors = [.. Waves.Noise(shape.Outputs, seed: 4).Select(value => (double)(float)value)];
        var workspace = new LstmWorkspace(shape, 1);
        var transposed = new TransposedWeights(shape);
        var gradient = new LstmGradient(shape, 1);

        LstmPass.Forward(shape, parameters, sample, workspace);
        transposed.Copy(parameters);
        gradient.Compute(transposed, workspace, factors.Select(value => (float)value).ToArray());

        // Every layer, gate and head is crossed by a step that shares no factor with their sizes.
        for (int index = 0; index < weights.Length; index += 13)
        {
            double expected = PlainLstm.Slope(shape, weights, sample, factors, index);
            Assert.Equal(expected, gradient.Values[index], 1e-5 * (1 + Math.Abs(expected)));
        }
    }

    [Fact]
    public void Slopes_of_a_batch_are_the_sums_of_its_samples()
    {
        LstmShape shape = LstmFixture.Small(layers: 2);
        float[] parameters = LstmNetwork.Start(shape, seed: 3);
        float[] samples = LstmFixture.Samples(shape, 3);
        float[] factors = [.. Waves.Noise(3 * shape.Outputs, seed: 4).Select(value => (float)value)];

        float[] together = Slopes(shape, parameters, samples, factors);
        float[][] alone = [.. Enumerable.Range(0, 3).Select(row => Slopes(
            shape,
            parameters,
            samples[(row * shape.SampleLength)..((row + 1) * shape.SampleLength)],
            factors[(row * shape.Outputs)..((row + 1) * shape.Outputs)]))];

        for (int i = 0; i < together.Length; i++)
        {
            Assert.Equal(alone.Sum(slopes => slopes[i]), together[i], 1e-4);
        }
    }

    [Fact]
    public void A_product_of_any_shape_equals_the_plain_one() =>
        Gen.Select(Gen.Int[1, 13], Gen.Int[1, 40], Gen.Int[1, 20], Gen.Int[0, 9]).Sample((rows, columns, depth, seed) =>
        {
            var random = new Random(seed);
            float[] left = Numbers(random, rows * depth);
            float[] right = Numbers(random, depth * columns);
            float[] straight = new float[rows * columns];
            float[] turned = new float[depth * columns];

            new Matrix(straight, rows, columns).AddProduct(new(left, rows, depth), new(right, depth, columns));
            new Matrix(turned, depth, columns).AddProduct(
                new Matrix(left, rows, depth).Transposed, new(straight, rows, columns));

            return Enumerable.Range(0, rows * columns).All(i => IsNear(
                    straight[i],
                    Enumerable.Range(0, depth).Sum(
                        k => left[(i / columns * depth) + k] * right[(k * columns) + (i % columns)])))
                && Enumerable.Range(0, depth * columns).All(i => IsNear(
                    turned[i],
                    Enumerable.Range(0, rows).Sum(
                        k => left[(k * depth) + (i / columns)] * straight[(k * columns) + (i % columns)])));
        });

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LstmShape { Patch = 5 }.Checked());
        Assert.Throws<ArgumentException>(() => new LstmShape { Hidden = 40 }.Checked());
        Assert.Throws<ArgumentException>(() => new LstmShape { Layers = 3 }.Checked());
        Assert.Throws<ArgumentException>(() => new LstmShape { Levels = [0.1, 0.9] }.Checked());
        Assert.Throws<ArgumentException>(() => new LstmShape { Horizon = 0 }.Checked());
    }

    [Theory]
    [InlineData(1, 12, 288, 288)]
    [InlineData(24, 24, 24, 168)]
    [InlineData(12, 12, 12, 96)]
    [InlineData(168, 24, 168, 168)]
    [InlineData(288, 12, 288, 288)]
    [InlineData(7, 40, 7, 98)]
    [InlineData(2_016, 48, 2_016, 2_016)]
    [InlineData(100_000, 400, 288, 400)]
    public void Sizes_follow_the_season(int season, int horizon, int expectedSeason, int expectedMemory)
    {
        LstmShape shape = LstmShape.For(season, horizon).Checked();

        Assert.Equal(expectedSeason, shape.Season);
        Assert.Equal(horizon, shape.Horizon);
        Assert.Equal(expectedMemory, shape.Memory);
    }

    [Fact]
    public void The_same_hours_of_past_seasons_are_told()
    {
        LstmShape shape = LstmFixture.Small();
        double[] memory = [.. Enumerable.Range(0, 48).Select(step => (double)(step % 24))];
        float[] sample = new float[shape.SampleLength];

        WindowScale scale = WindowEncoder.Encode(shape, memory, sample);

        // The last value was 23; what came after it a season ago, and two ago, was 0, 1, 2, 3.
        for (int step = 0; step < 4; step++)
        {
            Assert.Equal(step, scale.Restore(sample[^(4 - step)]), 1e-3);
        }
    }

    private static float[] Slopes(LstmShape shape, float[] parameters, float[] samples, float[] factors)
    {
        int rows = samples.Length / shape.SampleLength;
        var workspace = new LstmWorkspace(shape, rows);
        var transposed = new TransposedWeights(shape);
        var gradient = new LstmGradient(shape, rows);
        LstmPass.Forward(shape, parameters, samples, workspace);
        transposed.Copy(parameters);
        gradient.Compute(transposed, workspace, factors);

        return gradient.Values;
    }

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];

    private static bool IsNear(float actual, float expected) => Math.Abs(actual - expected) < 1e-4;
}
