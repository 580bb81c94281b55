namespace Vireo.Forecasting.Boosting;

/// <summary>Rows of features with what came.</summary>
/// <param name="Width">Features in a row.</param>
/// <param name="Features">Row-major.</param>
/// <param name="Targets">One a row.</param>
internal sealed record RowSet(int Width, float[] Features, float[] Targets)
{
    /// <summary>Number of rows.</summary>
    public int Count => Targets.Length;

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<float> Row(int row) => Features.AsSpan(row * Width, Width);
}
