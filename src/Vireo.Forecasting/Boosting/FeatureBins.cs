namespace Vireo.Forecasting.Boosting;

/// <summary>Cuts each feature into bins of about equal weight, so that a tree looks at bytes instead of
/// numbers.</summary>
/// <remarks>A value falls into bin b when it is above b of the feature's cuts; NaN falls into bin 0, with the
/// smallest.</remarks>
internal sealed class FeatureBins
{
    /// <summary>Bins of a feature, at most.</summary>
    public const int Count = 64;

    private const int SampleRows = 20_000;
    private readonly float[][] _cuts;

    private FeatureBins(float[][] cuts) => _cuts = cuts;

    /// <summary>Number of features.</summary>
    public int Features => _cuts.Length;

    /// <summary>The value up to which, inclusive, a row goes left when a tree splits after a bin.</summary>
    public float Cut(int feature, int bin) => _cuts[feature][bin];

    /// <summary>Bins in use of a feature.</summary>
    public int Used(int feature) => _cuts[feature].Length + 1;

    /// <summary>Finds the cuts.</summary>
    /// <param name="rows">Row-major.</param>
    /// <param name="features">Values in a row.</param>
    public static FeatureBins Of(ReadOnlySpan<float> rows, int features)
    {
        int count = rows.Length / features;
        int stride = Math.Max(1, count / SampleRows);
        float[] sample = new float[(count + stride - 1) / stride];
        float[][] cuts = new float[features][];
        for (int feature = 0; feature < features; feature++)
        {
            int filled = 0;
            for (int row = 0; row < count; row += stride)
            {
                float value = rows[(row * features) + feature];
                if (!float.IsNaN(value))
                {
                    sample[filled++] = value;
                }
            }

            cuts[feature] = CutsOf(sample.AsSpan(0, filled));
        }

        return new(cuts);
    }

    /// <summary>Writes the bin of every value.</summary>
    public void Bin(ReadOnlySpan<float> rows, Span<byte> bins)
    {
        int features = _cuts.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            bins[i] = BinOf(_cuts[i % features], rows[i]);
        }
    }

    private static byte BinOf(float[] cuts, float value)
    {
        int low = 0;
        int high = cuts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (value > cuts[middle])
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return (byte)(float.IsNaN(value) ? 0 : low);
    }

    private static float[] CutsOf(Span<float> values)
    {
        values.Sort();
        List<float> cuts = [];
        for (int bin = 1; bin < Count && values.Length > 0; bin++)
        {
            float cut = values[(int)((long)bin * (values.Length - 1) / Count)];
            if ((cuts.Count == 0 || cut > cuts[^1]) && cut < values[^1])
            {
                cuts.Add(cut);
            }
        }

        return [.. cuts];
    }
}
