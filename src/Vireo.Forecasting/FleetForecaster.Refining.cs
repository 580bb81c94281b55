using Vireo.Forecasting.Selection;
using Vireo.Forecasting.Warm;

namespace Vireo.Forecasting;

/// <content>What is left of a cycle's budget goes into choices as thorough as those for a file.</content>
public sealed partial class FleetForecaster
{
    /// <summary>Thorough choices of one cycle, at most: histories of a day are cheap, and the order is kept for so
    /// many.</summary>
    private const int MostRefined = 120;

    private readonly List<SeriesTracker> _refining = [];
    private readonly PriorityQueue<SeriesTracker, SeriesTracker> _best = new(ChoiceOrder.LeastWorthRefiningFirst);
    private bool _refines;

    // Only when no choice waits: those come first.
    private void Refine(CancellationToken cancellationToken)
    {
        _refining.Clear();
        if (!_refines)
        {
            return;
        }

        int refinable = CollectRefinable();
        long left = Math.Min(Options.SelectionBudget - Choices.Work, Options.RefinementBudget);
        (int affordable, long work) = Affordable(_refining, left, tracker => tracker.RefinementCost(_known));
        _refining.RemoveRange(affordable, _refining.Count - affordable);
        Choices = Choices with { Refined = affordable, Unrefined = refinable - affordable, RefinementWork = work };
        Choose(_refining, Effort.Thorough, cancellationToken);
    }

    // The most worth while, in order. A fleet has tens of thousands of series and a cycle refines a handful.
    private int CollectRefinable()
    {
        int refinable = 0;
        foreach ((SeriesTracker tracker, _) in _work)
        {
            if (!tracker.IsRefinable)
            {
                continue;
            }

            refinable++;
            if (_best.Count < MostRefined)
            {
                _best.Enqueue(tracker, tracker);
            }
            else
            {
                _best.EnqueueDequeue(tracker, tracker);
            }
        }

        while (_best.TryDequeue(out SeriesTracker? tracker, out _))
        {
            _refining.Add(tracker);
        }

        _refining.Reverse();

        return refinable;
    }
}
