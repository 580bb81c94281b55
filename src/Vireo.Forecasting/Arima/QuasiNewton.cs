using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Minimises a smooth function of a few variables: BFGS.</summary>
/// <remarks>Nocedal and Wright, <em>Numerical Optimization</em>, 2nd ed., algorithm 6.1, with backtracking, so that a point
/// outside the domain (an infinite value) only shortens the step. Deterministic.</remarks>
internal sealed class QuasiNewton
{
    private const double Sufficient = 1e-4;
    private readonly int _size;
    private readonly double[] _inverse;
    private readonly double[] _gradient;
    private readonly double[] _newGradient;
    private readonly double[] _direction;
    private readonly double[] _trial;
    private readonly double[] _work;

    public QuasiNewton(int size)
    {
        _size = size;
        _inverse = new double[size * size];
        _gradient = new double[size];
        _newGradient = new double[size];
        _direction = new double[size];
        _trial = new double[size];
        _work = new double[size];
    }

    /// <summary>The inverse of the second derivatives to start from, row-major.</summary>
    public Span<double> Inverse => _inverse;

    /// <summary>Moves <paramref name="point"/> to the nearest minimum and returns the value there.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="point">Start, inside the domain; receives the minimum.</param>
    /// <param name="tolerance">Smallest improvement of the value worth another round.</param>
    /// <param name="maximumRounds">Bound on the work.</param>
    public double Minimise(IObjective objective, Span<double> point, double tolerance, int maximumRounds)
    {
        double value = objective.Evaluate(point);
        if (_size == 0 || !double.IsFinite(value))
        {
            return value;
        }

        objective.Gradient(point, value, _gradient);
        bool isReset = false;
        for (int round = 0; round < maximumRounds; round++)
        {
            double slope = SetDirection();
            if (!(slope < 0))
            {
                Reset();
                slope = SetDirection();
            }

            (double step, double next) = Search(objective, point, value, slope);
            double gain = value - next;
            if (step == 0)
            {
                if (isReset || -slope < tolerance)
                {
                    break;
                }

                Reset();
                isReset = true;
                continue;
            }

            TensorPrimitives.MultiplyAdd(_direction, step, point, point);
            value = next;
            if (!double.IsFinite(value))
            {
                break;
            }

            if (gain < tolerance && (isReset || -slope < 10 * tolerance || round > 2))
            {
                break;
            }

            isReset = false;
            objective.Gradient(point, value, _newGradient);
            Learn(step);
            _newGradient.CopyTo(_gradient, 0);
        }

        return value;
    }

    private void Reset()
    {
        Array.Clear(_inverse);
        for (int i = 0; i < _size; i++)
        {
            _inverse[(i * _size) + i] = 1;
        }
    }

    private double SetDirection()
    {
        for (int i = 0; i < _size; i++)
        {
            _direction[i] = -TensorPrimitives.Dot<double>(_inverse.AsSpan(i * _size, _size), _gradient);
        }

        double longest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(_direction));
        if (longest > 1)
        {
            TensorPrimitives.Divide(_direction, longest, _direction);
        }

        return TensorPrimitives.Dot<double>(_direction, _gradient);
    }

    private (double Step, double Value) Search(
        IObjective objective, ReadOnlySpan<double> point, double value, double slope)
    {
        for (double step = 1; step > 1e-7; step *= 0.3)
        {
            TensorPrimitives.MultiplyAdd(_direction, step, point, _trial);
            double next = objective.Evaluate(_trial);
            if (next <= value + (Sufficient * step * slope) && next < value)
            {
                return (step, next);
            }
        }

        return (0, value);
    }

    private void Learn(double step)
    {
        TensorPrimitives.Multiply(_direction, step, _direction);
        TensorPrimitives.Subtract(_newGradient, _gradient, _gradient);
        double curvature = TensorPrimitives.Dot<double>(_direction, _gradient);
        if (!(curvature > 1e-14))
        {
            return;
        }

        for (int i = 0; i < _size; i++)
        {
            _work[i] = TensorPrimitives.Dot<double>(_inverse.AsSpan(i * _size, _size), _gradient);
        }

        double scale = (1 + (TensorPrimitives.Dot<double>(_work, _gradient) / curvature)) / curvature;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                _inverse[(i * _size) + j] += (scale * _direction[i] * _direction[j])
                    - (((_work[i] * _direction[j]) + (_direction[i] * _work[j])) / curvature);
            }
        }
    }
}
