using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Selection;

/// <summary>A series whose candidates have walked; the choice among them is still open, and made once.</summary>
/// <param name="History">In the unit in which it is forecast.</param>
/// <param name="Settings">Of the walk.</param>
/// <param name="Trials">One a candidate, naive first.</param>
internal sealed record WalkedSeries(ScaledHistory History, SelectionSettings Settings, List<Trial> Trials);
