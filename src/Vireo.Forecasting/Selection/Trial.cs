using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>A candidate that walked through the newest part of a history: fitted to the rest, forecasting on the
/// way.</summary>
/// <remarks>Keeps what it forecast at each step, so that mixtures can be judged without walking again.</remarks>
internal sealed class Trial
{
    private readonly float[] _forecasts;
    private readonly KnotSpread[] _spreads;
    private readonly int _knots;

    /// <summary>Fits to the older part and walks through the rest.</summary>
    /// <param name="model">Fitted here.</param>
    /// <param name="history">Oldest first.</param>
    /// <param name="origin">Where the walk begins.</param>
    /// <param name="every">Steps between two forecasts.</param>
    /// <param name="refitEvery">Steps after which it is fitted anew to what is known by then.</param>
    /// <param name="knots">Of the horizon.</param>
    public Trial(IPathModel model, ReadOnlySpan<double> history, int origin, int every, int refitEvery, HorizonKnots knots)
    {
        _knots = knots.Steps.Length;
        Every = every;
        Steps = history.Length - origin;
        Calibrated = new CalibratedModel(model, knots);
        model.Fit(history[..origin]);
        Calibrated.Intervals.Prime(history[..origin]);
        int forecasts = (Steps / every) + 1;
        _forecasts = new float[forecasts * _knots];
        _spreads = HasSpread ? new KnotSpread[forecasts] : [];
        Calibrated.Start();
        Keep(0);
        for (int step = 1; step <= Steps; step++)
        {
            double value = history[origin + step - 1];
            if (step % refitEvery == 0 && step < Steps)
            {
                // The state before the value, from fresh parameters; the step below moves it on.
                model.Fit(history[..(origin + step - 1)]);
            }

            if (step % every == 0)
            {
                Calibrated.Step(value);
                Keep(step / every);
            }
            else
            {
                Calibrated.Pass(value);
            }
        }
    }

    private Trial(CalibratedModel calibrated, Trial like, float[] forecasts)
    {
        _knots = like._knots;
        _forecasts = forecasts;
        _spreads = [];
        Every = like.Every;
        Steps = like.Steps;
        Calibrated = calibrated;
    }

    /// <summary>The median of what others said on the walk, as a trial of its own; null when one of them said too
    /// little.</summary>
    /// <param name="model">What forecasts so from now on; not fitted yet.</param>
    /// <param name="members">Trials of the models that it is the median of.</param>
    /// <param name="history">What was walked through, at its end.</param>
    /// <param name="knots">Of the horizon.</param>
    public static Trial? MedianOf(
        IPathModel model, IReadOnlyList<Trial> members, ReadOnlySpan<double> history, HorizonKnots knots)
    {
        if (members.Count == 0 || members.Any(member => member.Every != members[0].Every))
        {
            return null;
        }

        float[] forecasts = new float[members[0]._forecasts.Length];
        Span<float> said = stackalloc float[members.Count];
        for (int i = 0; i < forecasts.Length; i++)
        {
            for (int k = 0; k < said.Length; k++)
            {
                said[k] = members[k]._forecasts[i];
            }

            said.Sort();
            forecasts[i] = (said[(said.Length - 1) / 2] + said[said.Length / 2]) / 2;
        }

        int width = knots.Steps.Length;
        int every = members[0].Every;
        IntervalCalibrator intervals = EnsembleReplay.Run(
            history, members[0].Steps, knots, (step, atKnots) => TryRead(forecasts, step, every, width, atKnots), spreadAt: null);

        return new Trial(new CalibratedModel(model, knots, intervals), members[0], forecasts);
    }

    private static bool TryRead(float[] forecasts, int step, int every, int width, double[] atKnots)
    {
        for (int knot = 0; step % every == 0 && knot < width; knot++)
        {
            atKnots[knot] = forecasts[(step / every * width) + knot];
        }

        return step % every == 0;
    }

    /// <summary>The model after the walk, with the intervals measured on it.</summary>
    public CalibratedModel Calibrated { get; }

    /// <summary>Steps of the walk.</summary>
    public int Steps { get; }

    /// <summary>Steps between two forecasts.</summary>
    public int Every { get; }

    /// <summary>Whether the model knows its own spread.</summary>
    public bool HasSpread => Calibrated.Spread is not null;

    public string Name => Calibrated.Model.Name;

    public IntervalCalibrator Intervals => Calibrated.Intervals;

    /// <summary>What was forecast at a step of the walk, at each knot; empty when nothing was.</summary>
    public ReadOnlySpan<float> ForecastAt(int step) =>
        step % Every == 0 ? _forecasts.AsSpan(step / Every * _knots, _knots) : [];

    /// <summary>Its own spread at a step at which it forecast; null when it knows none.</summary>
    public KnotSpread? SpreadAt(int step) => HasSpread ? _spreads[step / Every] : null;

    private void Keep(int forecast)
    {
        for (int knot = 0; knot < _knots; knot++)
        {
            _forecasts[(forecast * _knots) + knot] = (float)Calibrated.AtKnots[knot];
        }

        if (Calibrated.Spread is { } spread)
        {
            _spreads[forecast] = new KnotSpread(_knots);
            _spreads[forecast].Set(spread);
        }
    }
}
