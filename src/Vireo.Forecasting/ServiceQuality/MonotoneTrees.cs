using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Boosted trees under the same laws as the queue: for services that do not behave like one.</summary>
/// <remarks>Values are learnt in units of their mean. Beyond what was observed the curve is flat.</remarks>
internal sealed class MonotoneTrees : IQualityCurve
{
    private static readonly sbyte[] Directions = [1, 1, 1, -1, -1, 1];
    private readonly QuantileForest _forest;
    private readonly double _unit;

    private MonotoneTrees(QuantileForest forest, double unit)
    {
        _forest = forest;
        _unit = unit;
    }

    /// <summary>Trains the trees.</summary>
    /// <param name="observations">Any number; few give few leaves.</param>
    public static MonotoneTrees Fit(ReadOnlySpan<QualityObservation> observations)
    {
        double unit = 0;
        foreach (QualityObservation seen in observations)
        {
            unit += Math.Abs(seen.Value) / Math.Max(1, observations.Length);
        }

        unit = unit > 0 ? unit : 1;
        float[] features = new float[observations.Length * Directions.Length];
        float[] targets = new float[observations.Length];
        for (int i = 0; i < observations.Length; i++)
        {
            Write(observations[i].Conditions, features.AsSpan(i * Directions.Length));
            targets[i] = (float)(observations[i].Value / unit);
        }

        var options = new BoostingOptions
        {
            Trees = 150,
            Leaves = 8,
            SmallestLeaf = Math.Clamp(observations.Length / 50, 5, 50),
            LearningRate = 0.1,
            RowShare = 0.8,
            FeatureShare = 0.8,
        };
        var rows = new RowSet(Directions.Length, features, targets);

        return new(
            QuantileBooster.Train(BinnedRows.Of(rows), null, Directions, options, null, CancellationToken.None), unit);
    }

    /// <inheritdoc/>
    public double At(ServiceConditions conditions, double level)
    {
        Span<float> row = stackalloc float[Directions.Length];
        Write(conditions, row);

        return _unit * _forest.Predict(row)[QuantileLevels.Median];
    }

    private static void Write(ServiceConditions conditions, Span<float> row)
    {
        row[0] = (float)(conditions.Load / conditions.VirtualCpus);
        row[1] = (float)conditions.Load;
        row[2] = (float)conditions.Contention;
        row[3] = (float)conditions.VirtualCpus;
        row[4] = (float)conditions.MemoryGib;
        row[5] = (float)(conditions.Load / conditions.MemoryGib);
    }
}
