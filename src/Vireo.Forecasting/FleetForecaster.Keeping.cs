using System.Collections.Immutable;
using Vireo.Forecasting.Warm;

namespace Vireo.Forecasting;

/// <content>Choices of models outlive a restart.</content>
public sealed partial class FleetForecaster
{
    private readonly Dictionary<string, KeptChoice> _recalled = [];
    private readonly List<KeptChoice> _chosen = [];

    /// <summary>Takes over choices of an earlier life: before the first <see cref="Observe"/>. A series with one is fitted
    /// with the models chosen then, for a part of what a choice costs, and shows the evidence of then, until a new choice
    /// is due.</summary>
    /// <param name="choices">Of series that may be here no more; those are left alone.</param>
    public void Recall(IEnumerable<KeptChoice> choices)
    {
        lock (_gate)
        {
            foreach (KeptChoice choice in choices)
            {
                _recalled[choice.Series] = choice;
            }
        }
    }

    /// <summary>The choices made since the last call, to be kept.</summary>
    public ImmutableArray<KeptChoice> TakeChoices()
    {
        lock (_gate)
        {
            ImmutableArray<KeptChoice> made = [.. _chosen];
            _chosen.Clear();

            return made;
        }
    }

    private KeptChoice? RecallFor(SeriesTracker tracker) =>
        _recalled.Count > 0 && _recalled.Remove(tracker.Key.ToString(), out KeptChoice? kept) ? kept : null;

    private void KeepChoices(List<SeriesTracker> chosen)
    {
        foreach (SeriesTracker tracker in chosen)
        {
            if (tracker.Choice is { } choice)
            {
                _chosen.Add(choice);
            }
        }
    }
}
