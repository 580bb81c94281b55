namespace Vireo.Forecasting.Seasonal;

/// <summary>Chooses the weights by the absolute error of whole paths: a coarse grid, then a compass search.</summary>
/// <remarks>One-step errors choose weights that follow every hour and are wrong a day later: on M4 Hourly, the last two
/// days of the training part, OWA 0.58 where paths of two days give 0.43.</remarks>
internal sealed class SeasonalSearch
{
    private const int Rounds = 12;
    private const int PathsPerHorizon = 4;
    private const double Smallest = 0.0005;
    private const double LargestSum = 0.98;
    private const double LargestPersistence = 0.995;
    private static readonly double[] Levels = [0.01, 0.1, 0.4];
    private static readonly double[] Shares = [0.02, 0.2];
    private static readonly double[] Persistences = [0.5, 0.9];
    private readonly SeasonalState _start;
    private readonly SeasonalState _running;
    private readonly double[] _path;
    private SeasonalWeights _best;
    private double _lowest = double.PositiveInfinity;

    /// <summary>Prepares a search.</summary>
    /// <param name="start">The state before the first value.</param>
    /// <param name="seasons">Seasons it has.</param>
    /// <param name="horizon">Steps of a path.</param>
    public SeasonalSearch(SeasonalState start, int seasons, int horizon)
    {
        _start = start;
        _running = start.Copy();
        _path = new double[horizon];
        double[] shares = new double[seasons];
        Array.Fill(shares, 0.1);
        _best = new SeasonalWeights(0.1, shares, 0.8);
    }

    /// <summary>Finds the weights.</summary>
    /// <param name="history">NaN marks a gap.</param>
    public SeasonalWeights Find(ReadOnlySpan<double> history)
    {
        if (history.Length < 2 * _path.Length)
        {
            return _best;
        }

        TryGrid(history);
        double reach = 1;
        for (int round = 0; round < Rounds; round++)
        {
            double before = _lowest;
            for (int move = 0; move < 2 * (_best.Seasons.Length + 2); move++)
            {
                Try(history, Moved(move / 2, isUp: move % 2 == 0, reach));
            }

            reach = _lowest < before ? reach : 0.5 * reach;
        }

        return _best;
    }

    private void TryGrid(ReadOnlySpan<double> history)
    {
        int combinations = 1 << _best.Seasons.Length;
        foreach (double level in Levels)
        {
            for (int combination = 0; combination < combinations; combination++)
            {
                double[] shares = new double[_best.Seasons.Length];
                for (int i = 0; i < shares.Length; i++)
                {
                    shares[i] = Shares[(combination >> i) & 1];
                }

                foreach (double persistence in Persistences)
                {
                    Try(history, new SeasonalWeights(level, shares, persistence));
                }
            }
        }
    }

    // Shares move by factors, the persistence by steps.
    private SeasonalWeights Moved(int part, bool isUp, double reach)
    {
        double factor = isUp ? 1 + reach : 1 / (1 + reach);
        if (part == 0)
        {
            return _best with { Level = Math.Max(Smallest, _best.Level * factor) };
        }

        if (part > _best.Seasons.Length)
        {
            double persistence = _best.Persistence + ((isUp ? 0.1 : -0.1) * reach);

            return _best with { Persistence = Math.Clamp(persistence, 0, LargestPersistence) };
        }

        double[] shares = [.. _best.Seasons];
        shares[part - 1] = Math.Max(Smallest, shares[part - 1] * factor);

        return _best with { Seasons = shares };
    }

    private void Try(ReadOnlySpan<double> history, SeasonalWeights weights)
    {
        double error = weights.Remembered >= 1 - LargestSum ? Error(history, weights) : double.PositiveInfinity;
        if (error < _lowest)
        {
            _lowest = error;
            _best = weights;
        }
    }

    private double Error(ReadOnlySpan<double> history, SeasonalWeights weights)
    {
        double sum = 0;
        double remembered = weights.Remembered;
        int horizon = _path.Length;
        int spacing = Math.Max(1, horizon / PathsPerHorizon);
        _running.CopyFrom(_start);
        for (int origin = 0; origin < history.Length; origin++)
        {
            int left = history.Length - origin;
            if (left < horizon)
            {
                break;
            }

            // Counted from the end, so that the newest path always counts.
            if (2 * origin >= history.Length && (left - horizon) % spacing == 0)
            {
                _running.Forecast(weights.Persistence, _path);
                sum += Distance(history.Slice(origin, horizon), _path);
            }

            _running.Update(history[origin], weights, remembered);
        }

        return sum;
    }

    private static double Distance(ReadOnlySpan<double> actual, ReadOnlySpan<double> path)
    {
        double sum = 0;
        for (int step = 0; step < path.Length; step++)
        {
            double error = Math.Abs(actual[step] - path[step]);
            sum += double.IsNaN(error) ? 0 : error;
        }

        return sum;
    }
}
