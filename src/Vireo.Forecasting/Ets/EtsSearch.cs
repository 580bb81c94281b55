namespace Vireo.Forecasting.Ets;

/// <summary>Finds the weights and first states of one form that maximise the likelihood of a series.</summary>
/// <remarks>Levenberg-Marquardt with bounds on all numbers together, from the better points of a coarse grid of
/// weights. The errors of additive forms are linear in the states, so a step finds these exactly; ten to twenty steps
/// are common. Deterministic.</remarks>
internal sealed class EtsSearch
{
    private const int MostSteps = 60;
    private const int MostTries = 8;
    private readonly EtsLayout _layout;
    private readonly EtsSensitivity _sensitivity;
    private readonly double[] _season;
    private readonly double[] _trial;
    private readonly double[] _step;
    private readonly double[] _matrix;
    private readonly int[] _free;

    public EtsSearch(EtsLayout layout)
    {
        _layout = layout;
        _sensitivity = new EtsSensitivity(layout);
        _season = new double[layout.Period];
        _trial = new double[layout.Count];
        _step = new double[layout.Count];
        _matrix = new double[layout.Count * layout.Count];
        _free = new int[layout.Count];
    }

    /// <summary>n log Σe² [+ 2 Σ log f] at a point; infinite where the form does not allow it.</summary>
    public double Evaluate(ReadOnlySpan<double> series, ReadOnlySpan<double> point)
    {
        EtsParameters parameters = _layout.Parameters(point);
        Span<double> season = [];
        if (_layout.HasSeason)
        {
            _layout.FillSeason(point, _season);
            season = _season;
        }

        return EtsLikelihood.Evaluate(
            series, _layout.Form, parameters, point[_layout.Level], _layout.FirstTrend(point), season);
    }

    /// <summary>Moves a point downhill until a step gains less than a tolerance.</summary>
    /// <param name="series">Scaled; NaN marks a gap.</param>
    /// <param name="point">Where to start; receives the result.</param>
    /// <param name="tolerance">The gain, in units of −2 log L, that is not worth another step.</param>
    /// <returns>The objective at the result.</returns>
    public double Descend(ReadOnlySpan<double> series, Span<double> point, double tolerance)
    {
        double objective = Evaluate(series, point);
        double damping = 1e-3;
        for (int step = 0; step < MostSteps && double.IsFinite(objective); step++)
        {
            _sensitivity.Run(series, point, _season);
            int free = FindFree(point);
            double before = objective;
            for (int attempt = 0; attempt < MostTries; attempt++)
            {
                if (TryStep(point, free, damping))
                {
                    double reached = Evaluate(series, _trial);
                    if (reached < objective && IsAdmissible(_trial))
                    {
                        _trial.CopyTo(point);
                        objective = reached;
                        damping = Math.Max(1e-12, damping * (attempt == 0 ? 0.1 : 0.5));
                        break;
                    }
                }

                damping = Math.Min(1e12, damping * 8);
            }

            if (!(before - objective > tolerance))
            {
                break;
            }
        }

        return objective;
    }

    /// <summary>Σe² at a point.</summary>
    public double Squares(ReadOnlySpan<double> series, ReadOnlySpan<double> point)
    {
        _sensitivity.Run(series, point, _season);

        return _sensitivity.Equations.Squares;
    }

    private bool IsAdmissible(ReadOnlySpan<double> point) =>
        EtsAdmissibility.Holds(_layout.Parameters(point), _layout.HasSeason, _layout.Period);

    // Numbers at a bound that would only be pushed further out stay where they are.
    private int FindFree(ReadOnlySpan<double> point)
    {
        int count = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double gradient = _sensitivity.Equations.Gradient(i);
            bool isHeld = (gradient >= 0 && point[i] <= _layout.Lowest(i))
                || (gradient <= 0 && point[i] >= _layout.Highest(i));
            if (!isHeld && _sensitivity.Equations.Curvature(i, i) > 0)
            {
                _free[count++] = i;
            }
        }

        return count;
    }

    private bool TryStep(ReadOnlySpan<double> point, int free, double damping)
    {
        for (int i = 0; i < free; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _matrix[(i * free) + j] = _sensitivity.Equations.Curvature(_free[i], _free[j]);
            }

            _matrix[(i * free) + i] *= 1 + damping;
            _step[i] = -_sensitivity.Equations.Gradient(_free[i]);
        }

        if (free == 0 || !NormalEquations.TrySolve(_matrix.AsSpan(0, free * free), _step.AsSpan(0, free)))
        {
            return false;
        }

        point.CopyTo(_trial);
        for (int i = 0; i < free; i++)
        {
            int index = _free[i];
            _trial[index] = Math.Clamp(point[index] + _step[i], _layout.Lowest(index), _layout.Highest(index));
        }

        return true;
    }
}
