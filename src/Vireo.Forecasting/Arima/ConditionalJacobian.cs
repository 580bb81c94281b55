using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Vireo.Forecasting.Arima;

/// <summary>Derivatives of the conditional errors: for every parameter the errors' own moving-average recursion, driven by
/// the other factor of the product polynomial.</summary>
/// <remarks>Rows are time steps, padded to whole vectors, so that one recursion runs for all parameters together.</remarks>
internal sealed class ConditionalJacobian
{
    private readonly ArimaData _data;
    private readonly ArmaPolynomials _model;
    private readonly int _first;
    private readonly int _pad;
    private readonly int _parameters;
    private readonly int _stride;
    private readonly double[] _rows;
    private readonly double[] _work;
    private readonly double[] _normal;

    public ConditionalJacobian(ArimaData data, ArmaPolynomials model)
    {
        _data = data;
        _model = model;
        _first = model.Ar.Degree;
        _pad = model.Ma.Degree;
        _parameters = model.Order.ArmaTerms + data.RegressorCount;
        _stride = (_parameters + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _rows = new double[(_pad + data.Count) * _stride];
        _work = new double[_pad + data.Count];
        _normal = new double[_parameters * _stride];
    }

    /// <summary>Computes all derivatives.</summary>
    /// <param name="parameters">Where the errors were evaluated.</param>
    /// <param name="adjusted">The differenced series less its regression.</param>
    /// <param name="errors">The errors, after q' zeros.</param>
    public void Set(ReadOnlySpan<double> parameters, ReadOnlySpan<double> adjusted, ReadOnlySpan<double> errors)
    {
        WriteInputs(parameters, adjusted, errors);
        Filter();
    }

    /// <summary>Writes Jᵀe.</summary>
    public void Project(ReadOnlySpan<double> errors, Span<double> vector)
    {
        ref double rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (int lane = 0; lane < _stride; lane += Vector<double>.Count)
        {
            Vector<double> sum = Vector<double>.Zero;
            for (int t = _pad + _first; t < _pad + _data.Count; t++)
            {
                Vector<double> row = Vector.LoadUnsafe(ref rows, (nuint)((t * _stride) + lane));
                sum = Vector.FusedMultiplyAdd(new Vector<double>(errors[t]), row, sum);
            }

            for (int i = lane; i < Math.Min(lane + Vector<double>.Count, _parameters); i++)
            {
                vector[i] = sum[i - lane];
            }
        }
    }

    /// <summary>Writes JᵀJ, row-major.</summary>
    public void Square(Span<double> matrix)
    {
        Array.Clear(_normal);
        ref double rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        ref double normal = ref MemoryMarshal.GetArrayDataReference(_normal);
        for (int t = _pad + _first; t < _pad + _data.Count; t++)
        {
            int row = t * _stride;
            for (int lane = 0; lane < _stride; lane += Vector<double>.Count)
            {
                Vector<double> values = Vector.LoadUnsafe(ref rows, (nuint)(row + lane));
                for (int i = 0; i < _parameters; i++)
                {
                    nuint at = (nuint)((i * _stride) + lane);
                    Vector<double> sum = Vector.LoadUnsafe(ref normal, at);
                    Vector.FusedMultiplyAdd(new Vector<double>(_rows[row + i]), values, sum).StoreUnsafe(ref normal, at);
                }
            }
        }

        for (int i = 0; i < _parameters; i++)
        {
            _normal.AsSpan(i * _stride, _parameters).CopyTo(matrix[(i * _parameters)..]);
        }
    }

    private void WriteInputs(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> adjusted, ReadOnlySpan<double> errors)
    {
        ArimaOrder order = _model.Order;
        ReadOnlySpan<double> ar = parameters[..order.Ar];
        ReadOnlySpan<double> ma = parameters.Slice(order.Ar, order.Ma);
        ReadOnlySpan<double> seasonalAr = parameters.Slice(order.Ar + order.Ma, order.SeasonalAr);
        ReadOnlySpan<double> seasonalMa = parameters.Slice(order.Ar + order.Ma + order.SeasonalAr, order.SeasonalMa);
        int column = 0;
        Multiply(adjusted, seasonalAr, order.Period, -1, _work.AsSpan(0, adjusted.Length), order.SeasonalAr * order.Period);
        for (int i = 1; i <= order.Ar; i++)
        {
            Write(column++, _work, i, 0);
        }

        Multiply(errors, seasonalMa, order.Period, 1, _work, order.SeasonalMa * order.Period);
        for (int i = 1; i <= order.Ma; i++)
        {
            Write(column++, _work, i, _pad);
        }

        Multiply(adjusted, ar, 1, -1, _work.AsSpan(0, adjusted.Length), order.Ar);
        for (int i = 1; i <= order.SeasonalAr; i++)
        {
            Write(column++, _work, i * order.Period, 0);
        }

        Multiply(errors, ma, 1, 1, _work, order.Ma);
        for (int i = 1; i <= order.SeasonalMa; i++)
        {
            Write(column++, _work, i * order.Period, _pad);
        }

        for (int i = 0; i < _data.RegressorCount; i++)
        {
            WriteRegressor(column++, _data.Regressor(i));
        }
    }

    // target = (1 ± Σ cᵢ Bⁱᵐ) source, from the first value that has all lags.
    private static void Multiply(
        ReadOnlySpan<double> source,
        ReadOnlySpan<double> coefficients,
        int period,
        double sign,
        Span<double> target,
        int first)
    {
        source.CopyTo(target);
        Span<double> rest = target[first..];
        for (int i = 0; i < coefficients.Length; i++)
        {
            ReadOnlySpan<double> lagged = source.Slice(first - ((i + 1) * period), rest.Length);
            TensorPrimitives.MultiplyAdd(lagged, sign * coefficients[i], rest, rest);
        }
    }

    private void Write(int column, double[] source, int lag, int pad)
    {
        int at = ((_pad + _first) * _stride) + column;
        for (int t = _first; t < _data.Count; t++, at += _stride)
        {
            _rows[at] = -source[pad + t - lag];
        }
    }

    private void WriteRegressor(int column, ReadOnlySpan<double> regressor)
    {
        ReadOnlySpan<int> lags = _model.Ar.Lags;
        ReadOnlySpan<double> coefficients = _model.Ar.Coefficients;
        int at = ((_pad + _first) * _stride) + column;
        for (int t = _first; t < regressor.Length; t++, at += _stride)
        {
            double value = -regressor[t];
            for (int term = 0; term < lags.Length; term++)
            {
                value += coefficients[term] * regressor[t - lags[term]];
            }

            _rows[at] = value;
        }
    }

    private void Filter()
    {
        ReadOnlySpan<int> lags = _model.Ma.Lags;
        if (lags.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<double> coefficients = _model.Ma.Coefficients;
        Array.Clear(_rows, 0, (_pad + _first) * _stride);
        ref double rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (int t = _pad + _first; t < _pad + _data.Count; t++)
        {
            for (int lane = 0; lane < _stride; lane += Vector<double>.Count)
            {
                nuint at = (nuint)((t * _stride) + lane);
                Vector<double> value = Vector.LoadUnsafe(ref rows, at);
                for (int term = lags.Length - 1; term >= 0; term--)
                {
                    Vector<double> earlier = Vector.LoadUnsafe(ref rows, at - (nuint)(lags[term] * _stride));
                    value = Vector.FusedMultiplyAdd(new Vector<double>(-coefficients[term]), earlier, value);
                }

                value.StoreUnsafe(ref rows, at);
            }
        }
    }
}
