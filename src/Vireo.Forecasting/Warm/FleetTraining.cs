using Vireo.Forecasting.Boosting;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Warm;

/// <summary>Trains the trees that a fleet's series share, a few trees a cycle, and renews them.</summary>
/// <remarks>When it begins, how far it goes in a cycle and when it is done are counted and never timed, so a replay has
/// the same models at the same step on any machine. It learns from what lies before the walk of a choice made now or
/// later, so that a choice judges the trees by values they have not seen.</remarks>
internal sealed class FleetTraining(WarmSettings settings)
{
    /// <summary>Growing this many trees takes a few tenths of a second of one core.</summary>
    private const int TreesACycle = 10;

    /// <summary>Trees that know less of a fleet than a day, a third of it kept for the choices, made forecasts
    /// worse.</summary>
    private const int FirstTraining = 288;

    private const int FewestSeries = 20;
    private const long FewestValues = 1_000;
    private const int MostSeries = 500;
    private const int MostValuesOfOne = 600;

    private BoostedTraining? _training;
    private long _due = FirstTraining;

    private SharedModels _trained = SharedModels.None;

    /// <summary>Whether anything is trained and offered.</summary>
    public bool IsWanted { get; set; }

    /// <summary>What is trained and in use; none before the first training is done.</summary>
    public SharedModels Models => IsWanted ? _trained : SharedModels.None;

    /// <summary>Begins a training that is due, or goes on with one.</summary>
    /// <param name="trackers">Of the fleet, in any order.</param>
    /// <param name="cancellationToken">Ends it between two trees; it goes on in the next cycle.</param>
    public void Advance(IReadOnlyCollection<SeriesTracker> trackers, CancellationToken cancellationToken)
    {
        if (!IsWanted)
        {
            return;
        }

        if (_training is null)
        {
            Begin(trackers);

            return;
        }

        for (int tree = 0; tree < TreesACycle && _training.Advance(); tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (_training.Result is { } trees)
        {
            _trained = trees.Trees > 0 ? new SharedModels(trees, null) : SharedModels.None;
            _training = null;
        }
    }

    // The age of the fleet is that of its oldest series: after a restart, what was read back counts.
    private void Begin(IReadOnlyCollection<SeriesTracker> trackers)
    {
        long age = trackers.Count == 0 ? 0 : trackers.Max(tracker => tracker.Learned);
        if (age < _due)
        {
            return;
        }

        _due = Math.Min(2 * age, age + settings.ReselectSteps);
        double[][] histories =
        [
            .. trackers.OrderBy(tracker => tracker.Hash).ThenBy(tracker => tracker.Key).Take(MostSeries)
                .Select(tracker => tracker.BeforeWalk(MostValuesOfOne))
                .Where(history => history.Length > TrainingRows.FirstOrigin),
        ];
        if (histories.Length >= FewestSeries && histories.Sum(history => (long)history.Length) >= FewestValues)
        {
            _training = new BoostedTraining(histories, settings.Trees);
        }
    }
}
