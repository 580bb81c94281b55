namespace Vireo.Forecasting.Croston;

/// <summary>A flat rate for load that is zero most of the time: batch jobs, backups, rarely used services.</summary>
/// <remarks>Size and frequency of the non-zero values are smoothed apart. Their weights are taken from a small grid by
/// the squared error against the rate, so the result does not depend on an optimiser. A history of zeros is forecast as
/// zero, one without zeros by simple smoothing. A gap changes nothing. Croston (1972), "Forecasting and stock control
/// for intermittent demands"; Teunter, Syntetos &amp; Babai (2011), "Intermittent demand: linking forecasting to
/// inventory obsolescence".</remarks>
public sealed class CrostonModel : IPathModel
{
    private static readonly double[] Weights = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];
    private readonly CrostonVariant _variant;
    private double _alpha = 0.1;
    private double _beta = 0.1;
    private CrostonState _state = CrostonState.Unknown;

    /// <summary>Creates the model.</summary>
    /// <param name="variant">How it is smoothed.</param>
    public CrostonModel(CrostonVariant variant) => _variant = variant;

    /// <inheritdoc/>
    public string Name =>
        _variant == CrostonVariant.TeunterSyntetosBabai ? ModelNames.TeunterSyntetosBabai : ModelNames.Croston;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        double lowest = double.PositiveInfinity;
        double scale = Scale(history);
        foreach (double alpha in Weights)
        {
            foreach (double beta in Weights)
            {
                // Croston's own method has one weight for both.
                bool isCandidate = _variant == CrostonVariant.TeunterSyntetosBabai || alpha == beta;
                double error = isCandidate ? Error(history, alpha, beta, scale) : double.PositiveInfinity;
                if (error < lowest)
                {
                    lowest = error;
                    (_alpha, _beta) = (alpha, beta);
                }
            }
        }

        _state = CrostonState.Unknown;
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value) => _state = _state.Next(value, _variant, _alpha, _beta);

    /// <inheritdoc/>
    public void Forecast(Span<double> path) => path.Fill(_state.Rate(_variant, _alpha));

    private double Error(ReadOnlySpan<double> history, double alpha, double beta, double scale)
    {
        double sum = 0;
        CrostonState state = CrostonState.Unknown;
        foreach (double value in history)
        {
            double error = (value - state.Rate(_variant, alpha)) / scale;
            sum += double.IsFinite(error) ? error * error : 0;
            state = state.Next(value, _variant, alpha, beta);
        }

        return sum;
    }

    private static double Scale(ReadOnlySpan<double> history)
    {
        double scale = 0;
        foreach (double value in history)
        {
            scale = double.IsFinite(value) ? Math.Max(scale, Math.Abs(value)) : scale;
        }

        return scale > 0 ? scale : 1;
    }
}
