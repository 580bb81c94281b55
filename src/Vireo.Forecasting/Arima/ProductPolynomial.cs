namespace Vireo.Forecasting.Arima;

/// <summary>The product of a plain and a seasonal lag polynomial, kept as its few non-zero terms.</summary>
/// <remarks>For (1 ± Σ aᵢBⁱ)(1 ± Σ AⱼBʲᵐ) = 1 ± Σ cₗBˡ there are at most (p + 1)(P + 1) − 1 lags l, whatever m is. The sign
/// is that of the convention: minus for autoregressive, plus for moving-average terms.</remarks>
internal sealed class ProductPolynomial
{
    private readonly int _plain;
    private readonly int _seasonal;
    private readonly double _sign;
    private readonly int[] _slots;

    private ProductPolynomial(int plain, int seasonal, int period, double sign)
    {
        _plain = plain;
        _seasonal = seasonal;
        _sign = sign;
        var lags = new SortedSet<int>();
        for (int j = 0; j <= seasonal; j++)
        {
            for (int i = 0; i <= plain; i++)
            {
                lags.Add(i + (j * period));
            }
        }

        lags.Remove(0);
        Lags = [.. lags];
        Coefficients = new double[Lags.Length];
        _slots = new int[(plain + 1) * (seasonal + 1)];
        for (int j = 0; j <= seasonal; j++)
        {
            for (int i = 0; i <= plain; i++)
            {
                _slots[(j * (plain + 1)) + i] = Array.IndexOf(Lags, i + (j * period));
            }
        }
    }

    /// <summary>Lags of the non-zero terms, rising.</summary>
    public int[] Lags { get; }

    /// <summary>One coefficient a lag, without the sign of the convention.</summary>
    public double[] Coefficients { get; }

    /// <summary>The longest lag; zero for the polynomial 1.</summary>
    public int Degree => Lags.Length == 0 ? 0 : Lags[^1];

    public static ProductPolynomial Autoregressive(in ArimaOrder order) =>
        new(order.Ar, order.SeasonalAr, order.Period, -1);

    public static ProductPolynomial MovingAverage(in ArimaOrder order) =>
        new(order.Ma, order.SeasonalMa, order.Period, 1);

    /// <summary>Sets the factors and multiplies them.</summary>
    public void Set(ReadOnlySpan<double> plain, ReadOnlySpan<double> seasonal)
    {
        Array.Clear(Coefficients);
        for (int j = 0; j <= _seasonal; j++)
        {
            double outer = j == 0 ? 1 : seasonal[j - 1];
            for (int i = j == 0 ? 1 : 0; i <= _plain; i++)
            {
                double inner = i == 0 ? 1 : plain[i - 1];
                double sign = i > 0 && j > 0 ? _sign : 1;
                Coefficients[_slots[(j * (_plain + 1)) + i]] += sign * outer * inner;
            }
        }
    }
}
