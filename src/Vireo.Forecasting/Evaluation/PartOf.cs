namespace Vireo.Forecasting.Evaluation;

/// <summary>One part of several equal ones, reported as a share of the whole.</summary>
internal sealed class PartOf(IProgress<double>? whole, int index, int parts) : IProgress<double>
{
    public void Report(double value) => whole?.Report((index + value) / parts);
}
