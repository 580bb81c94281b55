using System.Numerics;
using System.Numerics.Tensors;

namespace Vireo.Forecasting.Statistics;

/// <summary>Finds the length of the strongest season from the spectrum of an autoregression.</summary>
/// <remarks>As R's <c>forecast::findfrequency</c>: a line is taken out, the order chosen by AIC among Yule-Walker fits, and
/// the peak counts when it is above 10.</remarks>
public static class DominantPeriod
{
    private const int Frequencies = 500;
    private const double Threshold = 10;

    /// <summary>Steps in the strongest season; 1 when nothing stands out.</summary>
    /// <param name="series">Finite values, oldest first.</param>
    public static int Find(ReadOnlySpan<double> series)
    {
        if (series.Length < 3)
        {
            return 1;
        }

        double[] spectrum = Spectrum(UnitRoots.Detrended(series, hasTrend: true));
        int peak = TensorPrimitives.IndexOfMax<double>(spectrum);
        if (peak < 0 || !(spectrum[peak] > Threshold))
        {
            return 1;
        }

        return peak > 0 ? PeriodAt(peak) : NextPeak(spectrum);
    }

    // A peak at frequency zero is a rest of trend: the next hill counts.
    private static int NextPeak(ReadOnlySpan<double> spectrum)
    {
        int rise = 0;
        while (rise + 1 < spectrum.Length && !(spectrum[rise + 1] > spectrum[rise]))
        {
            rise++;
        }

        if (rise + 1 == spectrum.Length)
        {
            return 1;
        }

        int peak = rise + 1 + TensorPrimitives.IndexOfMax(spectrum[(rise + 1)..]);

        return peak + 1 < spectrum.Length ? PeriodAt(peak) : 1;
    }

    private static int PeriodAt(int index) => (int)Math.Floor((2.0 * (Frequencies - 1) / index) + 0.5);

    private static double[] Spectrum(double[] residuals)
    {
        int n = residuals.Length;
        int most = Math.Min(n - 1, (int)(10 * Math.Log10(n)));
        double[] covariances = Autocorrelation.Covariances(residuals, most);
        YuleWalker[] fits = [new([], covariances[0]), .. YuleWalker.Fits(covariances)];
        YuleWalker best = fits.MinBy(fit => (n * Math.Log(fit.Variance)) + (2 * fit.Coefficients.Length)) ?? fits[0];
        double variance = best.Variance * n / (n - (best.Coefficients.Length + 1));
        double[] spectrum = new double[Frequencies];
        for (int i = 0; i < Frequencies; i++)
        {
            Complex transfer = 1;
            for (int lag = 1; lag <= best.Coefficients.Length; lag++)
            {
                double angle = -Math.PI * i / (Frequencies - 1) * lag;
                transfer -= Complex.FromPolarCoordinates(1, angle) * best.Coefficients[lag - 1];
            }

            spectrum[i] = variance / ((transfer.Real * transfer.Real) + (transfer.Imaginary * transfer.Imaginary));
        }

        return spectrum;
    }
}
