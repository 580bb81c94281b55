using System.Collections.Immutable;

namespace Vireo.Forecasting.Selection;

/// <summary>How models did on the other series of the fleet: what a single short series cannot tell.</summary>
/// <remarks>Mean logarithms relative to naive of the loss and of the error of points, one pair a model. Immutable;
/// <see cref="With"/> adds a series.</remarks>
internal sealed class ModelPrior
{
    private const int Enough = 20;
    private const double Perfect = 1e-6;
    private readonly Dictionary<string, (double Loss, double Error, int Count)> _sums;

    private ModelPrior(Dictionary<string, (double Loss, double Error, int Count)> sums) => _sums = sums;

    /// <summary>Nothing is known of other series.</summary>
    public static ModelPrior None { get; } = new([]);

    /// <summary>The mean loss of a model on other series; null before enough of them were seen.</summary>
    public double? Of(string model) =>
        _sums.TryGetValue(model, out (double Loss, double Error, int Count) known) && known.Count >= Enough
            ? known.Loss / known.Count
            : null;

    /// <summary>The mean logarithm of the error of its points over naive's; null before enough series were
    /// seen.</summary>
    public double? ErrorOf(string model) =>
        _sums.TryGetValue(model, out (double Loss, double Error, int Count) known) && known.Count >= Enough
            ? known.Error / known.Count
            : null;

    /// <summary>Adds the trials of some series, in the order given.</summary>
    public ModelPrior With(IEnumerable<ImmutableArray<ModelTrial>> series)
    {
        var sums = new Dictionary<string, (double Loss, double Error, int Count)>(_sums, StringComparer.Ordinal);
        foreach (ModelTrial trial in series.SelectMany(trials => trials))
        {
            double loss = Loss(trial.Error, trial.IntervalScore);
            if (double.IsFinite(loss))
            {
                (double sum, double error, int count) = sums.GetValueOrDefault(trial.Model);
                sums[trial.Model] = (sum + loss, error + Math.Log(Math.Max(trial.Error, Perfect)), count + 1);
            }
        }

        return new ModelPrior(sums);
    }

    /// <summary>One figure for points and intervals together: the mean logarithm of both ratios to naive.</summary>
    public static double Loss(double error, double intervalScore) =>
        0.5 * (Math.Log(Math.Max(error, Perfect)) + Math.Log(Math.Max(intervalScore, Perfect)));
}
