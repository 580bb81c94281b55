namespace Vireo.Forecasting.Combining;

/// <summary>The median of what several models forecast, step by step.</summary>
/// <remarks>One model that is wrong does not move it, which a mean cannot say: on M4 Hourly with two, four and six days
/// of the training part held out, double seasonal smoothing, ARIMA, and ARIMA after STL have an OWA of 0.40 by their
/// median and of 0.44 by their mean, while the best of them alone has 0.44. Petropoulos &amp; Svetunkov (2020), "A
/// simple combination of univariate models", <em>International Journal of Forecasting</em> 36. Forecasts that are not
/// finite do not count. Costs what its models cost.</remarks>
public sealed class MedianModel : IPathModel, ISeasonalModel
{
    private const int ShortPath = 48;
    private readonly IPathModel[] _models;
    private double[] _paths;

    /// <summary>Creates the model.</summary>
    /// <param name="models">At least one; each is fitted and updated with the values that this one gets.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public MedianModel(params IPathModel[] models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Length == 0)
        {
            throw new ArgumentException("A median needs at least one model.", nameof(models));
        }

        _models = models;
        _paths = new double[models.Length * ShortPath];
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Median;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _models.SelectMany(ISeasonalModel.Of);

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        foreach (IPathModel model in _models)
        {
            model.Fit(history);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        foreach (IPathModel model in _models)
        {
            model.Update(value);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Allocates when a path is longer than any before, and longer than 48 steps.</remarks>
    public void Forecast(Span<double> path)
    {
        if (_paths.Length < _models.Length * path.Length)
        {
            _paths = new double[_models.Length * path.Length];
        }

        for (int i = 0; i < _models.Length; i++)
        {
            _models[i].Forecast(_paths.AsSpan(i * path.Length, path.Length));
        }

        for (int step = 0; step < path.Length; step++)
        {
            path[step] = Median(step, path.Length);
        }
    }

    private double Median(int step, int stride)
    {
        Span<double> values = stackalloc double[_models.Length];
        int count = 0;
        for (int i = 0; i < _models.Length; i++)
        {
            double value = _paths[(i * stride) + step];
            if (double.IsFinite(value))
            {
                values[count++] = value;
            }
        }

        if (count == 0)
        {
            return double.NaN;
        }

        values = values[..count];
        values.Sort();

        double upper = values[count / 2];

        return count % 2 == 1 ? upper : upper + (0.5 * (values[(count / 2) - 1] - upper));
    }
}
