namespace Vireo.Forecasting.Drift;

/// <summary>Watches the one-step residuals of one series and says when the model no longer fits.</summary>
/// <remarks>Two-sided CUSUM (Page 1954; Montgomery, <em>Statistical Quality Control</em>, section 9.1) of residuals in
/// units of their usual size, and another of that size itself. After an alarm the sums start again, the usual size is
/// learned anew and there is a rest, so a model that keeps failing is reported at most once a rest. A small value:
/// O(1), no allocation, the same for the same residuals; <c>default</c> is a detector that saw nothing. Autocorrelated
/// residuals raise false alarms as if the slack were smaller; the tests hold the figures.</remarks>
public readonly record struct DriftDetector
{
    private const double LargestSize = 1e150;

    // Mean size and its standard deviation for normal residuals of unit variance.
    private const double MeanSize = 0.7979;
    private const double SizeDeviation = 0.6028;

    // Once the size is known, one burst moves it no more than so many usual ones.
    private const double LearnClip = 5;

    /// <summary>What the newest residual completed; <see cref="DriftKind.None"/> almost always.</summary>
    public DriftKind Drift { get; private init; }

    /// <summary>The usual standard deviation of the residuals, in their unit; zero before the first.</summary>
    public double Deviation => Size / MeanSize;

    private double Size { get; init; }

    private float Rise { get; init; }

    private float Fall { get; init; }

    private float Spread { get; init; }

    private int RisingSteps { get; init; }

    private int FallingSteps { get; init; }

    private int Learned { get; init; }

    private int Rest { get; init; }

    /// <summary>How far residuals seem to have shifted, in standard deviations: signed, zero when nothing is under
    /// way.</summary>
    /// <remarks>Montgomery's estimate: the slack plus the sum over the steps since it last was zero.</remarks>
    public double Shift(DriftOptions options)
    {
        if (RisingSteps == 0 && FallingSteps == 0)
        {
            return 0;
        }

        return Rise >= Fall
            ? options.Slack + (Rise / Math.Max(1, RisingSteps))
            : -(options.Slack + (Fall / Math.Max(1, FallingSteps)));
    }

    /// <summary>The state after one more residual.</summary>
    /// <param name="residual">Value minus its forecast one step before; NaN, when either is missing, only ends the
    /// alarm.</param>
    /// <param name="options">The same for all residuals of a series.</param>
    public DriftDetector Next(double residual, DriftOptions options)
    {
        if (!double.IsFinite(residual))
        {
            return this with { Drift = DriftKind.None };
        }

        DriftDetector next = Learn(Math.Min(Math.Abs(residual), LargestSize), options);
        if (Learned < options.LearnSteps || Rest > 0 || Size == 0)
        {
            return next;
        }

        double standard = Math.Clamp(residual / Deviation, -options.Clip, options.Clip);
        float rise = Math.Max(0, Rise + (float)(standard - options.Slack));
        float fall = Math.Max(0, Fall - (float)(standard + options.Slack));
        double spread = ((Math.Abs(standard) - MeanSize) / SizeDeviation) - options.Slack;
        next = next with
        {
            Rise = rise,
            Fall = fall,
            Spread = Math.Max(0, Spread + (float)spread),
            RisingSteps = rise > 0 ? RisingSteps + 1 : 0,
            FallingSteps = fall > 0 ? FallingSteps + 1 : 0,
        };
        DriftKind drift = next.Judge(options);

        return drift == DriftKind.None
            ? next
            : new DriftDetector { Drift = drift, Size = next.Size, Learned = 1, Rest = options.RestSteps };
    }

    private DriftKind Judge(DriftOptions options) =>
        Rise > options.Threshold ? DriftKind.Rise
        : Fall > options.Threshold ? DriftKind.Fall
        : Spread > options.SpreadThreshold ? DriftKind.Spread
        : DriftKind.None;

    private DriftDetector Learn(double size, DriftOptions options)
    {
        double counted = Learned >= options.LearnSteps && Size > 0 ? Math.Min(size, LearnClip * Size) : size;
        int learned = Math.Min(Learned + 1, options.MemorySteps);

        return this with
        {
            Drift = DriftKind.None,
            Size = Size + ((counted - Size) / learned),
            Learned = learned,
            Rest = Math.Max(0, Rest - 1),
        };
    }
}
