namespace Vireo.Forecasting.Boosting;

/// <summary>Where to split a leaf: rows whose bin of the feature is not above go left.</summary>
internal readonly record struct Split(float Gain, int Feature, int Bin)
{
    /// <summary>No split is worth it.</summary>
    public static Split None => new(1e-6f, -1, 0);

    /// <summary>Whether there is one.</summary>
    public bool Exists => Feature >= 0;
}
