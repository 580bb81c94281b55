namespace Vireo.Forecasting.Boosting;

/// <summary>How a global model is trained. The defaults were measured on next-hour and next-day tasks of four
/// traces.</summary>
public sealed record BoostingOptions
{
    /// <summary>Steps ahead that are learnt; beyond, the last one's behaviour is assumed.</summary>
    public int Horizon { get; init; } = 12;

    /// <summary>Steps in a season; 1 for none.</summary>
    public int Season { get; init; } = 1;

    /// <summary>Rows to learn from, about: an even sample of all (series, origin, step ahead).</summary>
    public int Rows { get; init; } = 60_000;

    /// <summary>Trees of a forest, at most.</summary>
    public int Trees { get; init; } = 200;

    /// <summary>Forests that are averaged: each costs as much time as the first, to train and to forecast.</summary>
    public int Forests { get; init; } = 3;

    /// <summary>Leaves of a tree, at most.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Rows in a leaf, at least: the outer quantiles are estimated from them.</summary>
    public int SmallestLeaf { get; init; } = 80;

    /// <summary>Share of a tree's step that is taken, 0 to 1.</summary>
    public double LearningRate { get; init; } = 0.08;

    /// <summary>Share of the rows that a tree sees, 0 to 1.</summary>
    public double RowShare { get; init; } = 0.7;

    /// <summary>Share of the features that a tree sees, 0 to 1.</summary>
    public double FeatureShare { get; init; } = 0.6;

    /// <summary>Share of the series held out to stop in time and to calibrate; 0 grows all trees and calibrates
    /// nothing.</summary>
    public double HeldOut { get; init; } = 0.2;

    /// <summary>Trees without a gain on the held-out series before training stops.</summary>
    public int Patience { get; init; } = 25;

    /// <summary>Seed of the samples: equal seeds and histories give equal models.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the setting.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Season);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rows);
        ArgumentOutOfRangeException.ThrowIfNegative(Trees);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Forests);
        ArgumentOutOfRangeException.ThrowIfLessThan(Leaves, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SmallestLeaf);
        ThrowUnlessShare(LearningRate, nameof(LearningRate));
        ThrowUnlessShare(RowShare, nameof(RowShare));
        ThrowUnlessShare(FeatureShare, nameof(FeatureShare));
        ArgumentOutOfRangeException.ThrowIfNegative(HeldOut);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HeldOut, 0.5);
    }

    private static void ThrowUnlessShare(double value, string name)
    {
        if (value is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A share lies above 0 and up to 1.");
        }
    }
}
