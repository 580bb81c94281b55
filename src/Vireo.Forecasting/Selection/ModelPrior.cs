using System.Collections.Immutable;

namespace Vireo.Forecasting.Selection;

/// <summary>How models did on the other series of the fleet: what a single short series cannot tell.</summary>
/// <remarks>Mean logarithm of the loss relative to naive, one a model. Immutable; <see cref="With"/> adds a series.</remarks>
internal sealed class ModelPrior
{
    private const int Enough = 20;
    private const double Perfect = 1e-6;
    private readonly Dictionary<string, (double Sum, int Count)> _losses;

    private ModelPrior(Dictionary<string, (double Sum, int Count)> losses) => _losses = losses;

    /// <summary>Nothing is known of other series.</summary>
    public static ModelPrior None { get; } = new([]);

    /// <summary>The mean loss of a model on other series; null before enough of them were seen.</summary>
    public double? Of(string model) =>
        _losses.TryGetValue(model, out (double Sum, int Count) known) && known.Count >= Enough ? known.Sum / known.Count : null;

    /// <summary>Adds the trials of some series, in the order given.</summary>
    public ModelPrior With(IEnumerable<ImmutableArray<ModelTrial>> series)
    {
        var losses = new Dictionary<string, (double Sum, int Count)>(_losses, StringComparer.Ordinal);
        foreach (ModelTrial trial in series.SelectMany(trials => trials))
        {
            double loss = Loss(trial.Error, trial.IntervalScore);
            if (double.IsFinite(loss))
            {
                (double sum, int count) = losses.GetValueOrDefault(trial.Model);
                losses[trial.Model] = (sum + loss, count + 1);
            }
        }

        return new ModelPrior(losses);
    }

    /// <summary>One figure for points and intervals together: the mean logarithm of both ratios to naive.</summary>
    public static double Loss(double error, double intervalScore) =>
        0.5 * (Math.Log(Math.Max(error, Perfect)) + Math.Log(Math.Max(intervalScore, Perfect)));
}
