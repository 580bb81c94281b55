namespace Vireo.Forecasting.Boosting;

/// <summary>Reports one of several equal stages as a part of the whole.</summary>
internal sealed class StageProgress(IProgress<double>? whole, int stage, int stages) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => whole?.Report((stage + value) / stages);
}
