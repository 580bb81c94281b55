namespace Vireo.Forecasting.ColdStart;

/// <summary>Any model, with known events taken out of what it learns and put back into what it forecasts.</summary>
/// <remarks>Values in an event are divided by its lift before the model sees them, forecasts in an event are
/// multiplied, so the model's level and season stay those of ordinary days. Without lifts it is the model
/// itself.</remarks>
public sealed class CalendarModel : IForecastModel
{
    private readonly IForecastModel _model;
    private readonly EventCalendar _calendar;
    private readonly IReadOnlyDictionary<string, EventLift> _lifts;
    private readonly long _firstStep;
    private long _step;

    /// <summary>Creates the model.</summary>
    /// <param name="model">For demand without events.</param>
    /// <param name="calendar">The events, past and future.</param>
    /// <param name="lifts">What they do, from <see cref="EventLearner"/>.</param>
    /// <param name="firstStep">Step of the first value on the calendar's clock.</param>
    public CalendarModel(
        IForecastModel model, EventCalendar calendar, IReadOnlyDictionary<string, EventLift> lifts, long firstStep)
    {
        _model = model;
        _calendar = calendar;
        _lifts = lifts;
        _firstStep = firstStep;
        _step = firstStep;
        Name = $"{model.Name}+events";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        double[] ordinary = new double[history.Length];
        for (int i = 0; i < history.Length; i++)
        {
            ordinary[i] = history[i] / _calendar.Factor(_lifts, _firstStep + i);
        }

        _model.Fit(ordinary);
        _step = _firstStep + history.Length;
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        _model.Update(value / _calendar.Factor(_lifts, _step));
        _step++;
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        _model.Forecast(path);
        for (int i = 0; i < path.Length; i++)
        {
            path[i] *= _calendar.Factor(_lifts, _step + i);
        }
    }
}
