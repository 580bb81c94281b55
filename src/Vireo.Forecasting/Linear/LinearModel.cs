using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Linear;

/// <summary>Linear regression on the last values, the slow level and its trend, the same time a season ago and calendar
/// terms.</summary>
/// <remarks>One step ahead, x_t = [1, y_{t−1}, y_{t−2}, m_{t−1}, m_{t−1} − b_{t−1}, y_{t−S}, y_{t−S−1}, sines and
/// cosines of each season] with a level m over some 36 values and a slower one b over some 100: their distance is a
/// trend that dies out. Longer paths feed forecasts back as lags. Values are standardised by the history. Ridge with
/// Huber's weights, learned recursively with forgetting: every new value moves the coefficients, costs O(p²) and at
/// most 19² multiplications. Fitting goes over the history twice: the first time tells which values the second one
/// should trust. Outliers count little as targets (Huber) and as lags (Mallows), so they barely move the coefficients.
/// Seasons that the history does not hold once and a half are left out, so a short series gets an autoregression with a
/// level. A gap counts as what was forecast for it and teaches nothing. Paths stay within half a range beyond what was
/// seen, whatever the coefficients.</remarks>
public sealed class LinearModel : IPathModel, ISeasonalModel
{
    private const double Ridge = 1;
    private readonly int[] _seasons;
    private LinearState _state;
    private int[] _usable = [];

    /// <summary>Creates the model.</summary>
    /// <param name="seasons">Season lengths in steps, shortest first; may be empty.</param>
    public LinearModel(params ReadOnlySpan<int> seasons)
    {
        foreach (int season in seasons)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(season, 1, nameof(seasons));
        }

        // A period of one or two steps has no harmonics to fit.
        _seasons = [.. seasons.ToArray().Where(season => season > 2)];
        _state = new LinearState([], 0, 1, Ridge);
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Linear;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _usable;

    /// <summary>The coefficients, in the order of the remarks, for values in units of the history's
    /// deviation.</summary>
    internal ReadOnlySpan<double> Coefficients => _state.Coefficients;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        (double mean, double deviation) = Moments.Standard(history);
        int length = history.Length;
        _usable = Array.FindAll(_seasons, season => 2L * length >= 3L * season);
        var first = new LinearState(_usable, mean, deviation, Ridge);
        foreach (double value in history)
        {
            first.Update(value);
        }

        _state = new LinearState(_usable, mean, deviation, Ridge);
        foreach (double value in history)
        {
            _state.Replay(value, first);
        }
    }

    /// <inheritdoc/>
    public void Update(double value) => _state.Update(value);

    /// <inheritdoc/>
    public void Forecast(Span<double> path) => _state.Forecast(path);
}
