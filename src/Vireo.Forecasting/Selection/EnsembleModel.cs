using System.Buffers;
using System.Collections.Immutable;

namespace Vireo.Forecasting.Selection;

/// <summary>The weighted mean of several models, moved together.</summary>
/// <remarks>Members are kept in the order of their weights. A member that gives no finite value at a step is left out
/// there.</remarks>
internal sealed class EnsembleModel : IPathModel, ISeasonalModel
{
    private const int ShortPath = 64;

    /// <summary>Creates the mean.</summary>
    /// <param name="members">At least one, each fitted or not, with a positive weight.</param>
    public EnsembleModel(IEnumerable<(IPathModel Model, double Weight)> members)
    {
        Members = [.. members.OrderByDescending(member => member.Weight)];
        ArgumentOutOfRangeException.ThrowIfZero(Members.Length, nameof(members));
        Name = string.Join('+', Members.Select(member => member.Model.Name));
        Spread = Members.Select(member => member.Model).OfType<IForecastModel>().FirstOrDefault();
    }

    /// <summary>The members' names, the weightiest first, as in <c>gbm+ses</c>.</summary>
    public string Name { get; }

    /// <summary>Who is averaged, and how much each counts.</summary>
    public ImmutableArray<(IPathModel Model, double Weight)> Members { get; }

    /// <summary>The weightiest member that knows quantiles; null when none does.</summary>
    public IForecastModel? Spread { get; }

    IEnumerable<int> ISeasonalModel.SeasonsInUse => Members.SelectMany(member => ISeasonalModel.Of(member.Model));

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        foreach ((IPathModel model, _) in Members)
        {
            model.Fit(history);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        foreach ((IPathModel model, _) in Members)
        {
            model.Update(value);
        }
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        double[]? rented = path.Length > ShortPath ? ArrayPool<double>.Shared.Rent(2 * path.Length) : null;
        Span<double> scratch = rented ?? stackalloc double[2 * ShortPath];
        Span<double> one = scratch[..path.Length];
        Span<double> weights = scratch.Slice(path.Length, path.Length);
        path.Clear();
        weights.Clear();
        foreach ((IPathModel model, double weight) in Members)
        {
            model.Forecast(one);
            for (int step = 0; step < path.Length; step++)
            {
                if (double.IsFinite(one[step]))
                {
                    path[step] += weight * one[step];
                    weights[step] += weight;
                }
            }
        }

        for (int step = 0; step < path.Length; step++)
        {
            path[step] /= weights[step];
        }

        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
