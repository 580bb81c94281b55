using System.Collections.Immutable;

namespace Vireo.Forecasting.Selection;

/// <summary>How models did on the other series of the fleet: what a single short series cannot tell.</summary>
/// <remarks>Mean logarithms relative to naive of the loss and of the error of points, one pair a model. Immutable;
/// <see cref="With"/> adds a series.</remarks>
internal sealed class ModelPrior
{
    private const int Enough = 20;
    private const double Perfect = 1e-6;
    private readonly Dictionary<string, Sums> _sums;

    private ModelPrior(Dictionary<string, Sums> sums) => _sums = sums;

    /// <summary>Nothing is known of other series.</summary>
    public static ModelPrior None { get; } = new([]);

    /// <summary>The mean loss of a model on other series; null before enough of them were seen.</summary>
    public double? Of(string model) =>
        _sums.TryGetValue(model, out Sums known) && known.Count >= Enough
            ? known.Loss / known.Count
            : null;

    /// <summary>How much the loss of a model differs among series: its variance; null before enough were seen.</summary>
    public double? VarianceOf(string model) =>
        _sums.TryGetValue(model, out Sums known) && known.Count >= Enough
            ? Math.Max(0, (known.Squares / known.Count) - Math.Pow(known.Loss / known.Count, 2))
            : null;

    /// <summary>The mean logarithm of the error of its points over naive's; null before enough series were
    /// seen.</summary>
    public double? ErrorOf(string model) =>
        _sums.TryGetValue(model, out Sums known) && known.Count >= Enough
            ? known.Error / known.Count
            : null;

    /// <summary>Adds the trials of some series, in the order given.</summary>
    public ModelPrior With(IEnumerable<ImmutableArray<ModelTrial>> series)
    {
        var sums = new Dictionary<string, Sums>(_sums, StringComparer.Ordinal);
        foreach (ModelTrial trial in series.SelectMany(trials => trials))
        {
            double loss = Loss(trial.Error, trial.IntervalScore);
            if (double.IsFinite(loss))
            {
                sums[trial.Model] = sums.GetValueOrDefault(trial.Model)
                    .With(loss, Math.Log(Math.Max(trial.Error, Perfect)));
            }
        }

        return new ModelPrior(sums);
    }

    /// <summary>One figure for points and intervals together: the mean logarithm of both ratios to naive.</summary>
    public static double Loss(double error, double intervalScore) =>
        0.5 * (Math.Log(Math.Max(error, Perfect)) + Math.Log(Math.Max(intervalScore, Perfect)));

    private readonly record struct Sums(double Loss, double Squares, double Error, int Count)
    {
        public Sums With(double loss, double error) =>
            new(Loss + loss, Squares + (loss * loss), Error + error, Count + 1);
    }
}
