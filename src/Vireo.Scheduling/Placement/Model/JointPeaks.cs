using System.Numerics.Tensors;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>What the machines on each host have in common, kept up to date as they come and go.</summary>
/// <remarks>With the correlation ρ any two machines have, a host's variance is (1 − ρ) Σσ² + ρ (Σσ)². So a machine with
/// deviation σ adds σ² + 2 ρ σ S, S the deviations of who is there added up: one sum for all machines of a host and one
/// for each group on it make that O(1) a step.</remarks>
internal sealed class JointPeaks
{
    private readonly PeakGroups _groups;
    private readonly double[] _squares;
    private readonly double[] _deviations;
    private readonly int _steps;
    private readonly double[] _all;
    private readonly double[] _covariance;
    private readonly Dictionary<(int Group, int Host), double[]> _ofGroup = [];

    /// <summary>Starts with empty hosts.</summary>
    /// <param name="groups">Who has what in common.</param>
    /// <param name="squares">MHz², squared deviations: machine times steps plus step.</param>
    /// <param name="hosts">How many.</param>
    /// <param name="steps">Of the horizon.</param>
    public JointPeaks(PeakGroups groups, double[] squares, int hosts, int steps)
    {
        (_groups, _squares, _steps) = (groups, squares, steps);
        _deviations = new double[squares.Length];
        TensorPrimitives.Sqrt(squares, _deviations);
        _all = new double[hosts * steps];
        _covariance = new double[steps];
    }

    /// <summary>Twice the covariance of a machine with who is on a host, MHz² a step: what it adds to the host's variance
    /// besides its own. Valid until the next call.</summary>
    public ReadOnlySpan<double> With(int machine, int host)
    {
        TensorPrimitives.Multiply(_all.AsSpan(host * _steps, _steps), 2 * _groups.Everyone, _covariance);
        if (Find(machine, host) is { } of)
        {
            TensorPrimitives.MultiplyAdd(of, 2 * _groups.Beyond[_groups.GroupOf[machine]], _covariance, _covariance);
        }

        TensorPrimitives.Multiply(_covariance, Deviations(machine), _covariance);

        return _covariance;
    }

    /// <summary>The part of <see cref="With"/> that a machine has with itself, where it is among who is there.</summary>
    public double Itself(int machine, int step) => 2 * _squares[(machine * _steps) + step] *
        (_groups.Everyone + (_groups.GroupOf[machine] is >= 0 and var group ? _groups.Beyond[group] : 0));

    /// <summary>A machine comes to a host (1), whose variance grows, or leaves it (-1), and it shrinks; what the machine
    /// varies by itself is left to the caller.</summary>
    public void Change(int machine, int host, int sign, Span<double> variance)
    {
        if (sign < 0)
        {
            Count(machine, host, sign);
        }

        var covariance = With(machine, host);
        for (int step = 0; step < variance.Length; step++)
        {
            variance[step] += sign * covariance[step];
        }

        if (sign > 0)
        {
            Count(machine, host, sign);
        }
    }

    private ReadOnlySpan<double> Deviations(int machine) => _deviations.AsSpan(machine * _steps, _steps);

    private double[]? Find(int machine, int host) =>
        _groups.GroupOf[machine] is >= 0 and var group ? _ofGroup.GetValueOrDefault((group, host)) : null;

    private void Count(int machine, int host, int sign)
    {
        double[]? of = Find(machine, host);
        if (of is null && _groups.GroupOf[machine] is >= 0 and var group)
        {
            _ofGroup[(group, host)] = of = new double[_steps];
        }

        var all = _all.AsSpan(host * _steps, _steps);
        TensorPrimitives.MultiplyAdd(Deviations(machine), sign, all, all);
        if (of is not null)
        {
            TensorPrimitives.MultiplyAdd(Deviations(machine), sign, of, of);
        }
    }
}
