namespace Vireo.Detection;

/// <summary>The precursors of a machine's failure: everything that <see cref="MachineFailureModel"/> looks at.</summary>
/// <param name="Fullness">The newest use of memory or files, whichever is fuller, as a ratio.</param>
/// <param name="Filling">The model's horizon over the time until that is full, 0 without a sure trend, at most 2.</param>
/// <param name="Kills">Processes killed for want of memory.</param>
/// <param name="Failures">How often it failed in the last day.</param>
/// <param name="Slower">Natural logarithm of the slowest answers of the last half hour over the usual before; not
/// negative.</param>
/// <param name="Waiting">Share of the last half hour that it waited for a processor.</param>
internal readonly record struct MachineSigns(
    double Fullness, double Filling, double Kills, double Failures, double Slower, double Waiting)
{
    private const double SureTrend = 5;
    private const double MostFilling = 2;
    private const double FewestRows = 6;
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    /// <summary>Whether there is anything to judge: most machines show nothing.</summary>
    public bool Any => AnyOwn || Slower >= 0.7 || Waiting >= 0.1;

    /// <summary>Whether there is a sign that is no matter of load: answers get slower each evening, too.</summary>
    public bool AnyOwn => Kills > 0 || Failures >= 2 || (Fullness >= 0.8 && Filling >= 0.5);

    /// <summary>Reads them from what was seen.</summary>
    public static MachineSigns Of(in MachineWindow window)
    {
        int late = Math.Max(1, (int)(HalfHour / window.Step));
        double kills = 0;
        foreach (double rate in window.Kills)
        {
            kills += double.IsFinite(rate) ? Math.Max(rate, 0) * window.Step.TotalSeconds : 0;
        }

        (double memory, double memoryFilling) = FillingOf(window.Memory, window.Step);
        (double files, double filesFilling) = FillingOf(window.Files, window.Step);

        return new(
            Math.Max(memory, files), Math.Max(memoryFilling, filesFilling), kills, window.Failures,
            SlowerOf(window.Response, late), Mean(window.Ready[Math.Max(0, window.Ready.Length - late)..]));
    }

    // A line by least squares; sure when its slope is several times its own error.
    private static (double Newest, double Filling) FillingOf(ReadOnlySpan<double> use, TimeSpan step)
    {
        (double n, double sumT, double sumY, double sumTT, double sumTY, double sumYY, double newest) = (0, 0, 0, 0, 0, 0, 0);
        for (int t = 0; t < use.Length; t++)
        {
            if (double.IsFinite(use[t]))
            {
                n++;
                sumT += t;
                sumY += use[t];
                sumTT += (double)t * t;
                sumTY += t * use[t];
                sumYY += use[t] * use[t];
                newest = use[t];
            }
        }

        double spreadT = sumTT - (sumT * sumT / Math.Max(1, n));
        if (n < FewestRows || spreadT <= 0)
        {
            return (newest, 0);
        }

        double slope = (sumTY - (sumT * sumY / n)) / spreadT;
        double left = Math.Max(0, sumYY - (sumY * sumY / n) - (slope * slope * spreadT));
        double error = Math.Sqrt((left / (n - 2) / spreadT) + 1e-18);
        double rows = MachineFailureModel.Horizon / step;

        return slope > SureTrend * error
            ? (newest, Math.Min(MostFilling, slope * rows / Math.Max(1 - newest, 1e-3)))
            : (newest, 0);
    }

    private static double SlowerOf(ReadOnlySpan<double> response, int late)
    {
        if (response.Length < 2 * late)
        {
            return 0;
        }

        double usual = Mean(response[..^late]);
        double worst = 0;
        foreach (double one in response[^late..])
        {
            worst = double.IsFinite(one) ? Math.Max(worst, one) : worst;
        }

        return usual > 0 && worst > usual ? Math.Log(worst / usual) : 0;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        (double sum, int count) = (0, 0);
        foreach (double value in values)
        {
            (sum, count) = double.IsFinite(value) ? (sum + value, count + 1) : (sum, count);
        }

        return count == 0 ? 0 : sum / count;
    }
}
