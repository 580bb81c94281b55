namespace Vireo.Forecasting.Boosting;

/// <summary>Rows to learn from, cut into bins.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Cuts">How their features are cut.</param>
/// <param name="Bins">Row-major bins.</param>
internal sealed record BinnedRows(RowSet Rows, FeatureBins Cuts, byte[] Bins)
{
    /// <summary>Cuts rows into bins of about equal weight.</summary>
    public static BinnedRows Of(RowSet rows)
    {
        FeatureBins cuts = FeatureBins.Of(rows.Features, rows.Width);
        byte[] bins = new byte[rows.Features.Length];
        cuts.Bin(rows.Features, bins);

        return new(rows, cuts, bins);
    }

    /// <summary>The bins of one row.</summary>
    public ReadOnlySpan<byte> Row(int row) => Bins.AsSpan(row * Rows.Width, Rows.Width);
}
