using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees a burst of hardware errors: a host that may fail.</summary>
/// <remarks>A rule of thumb, not a learned model: with n errors in the worst quarter of an hour of the last hour, and b
/// in a usual one before that, the probability is x / (x + 40) with x = n − 5b, at most 0.9. It calls a burst from ten
/// errors on, seen in at least two samples and five times the usual. The figure orders hosts by urgency; it is not
/// calibrated.</remarks>
internal static class HostErrorWatch
{
    private const double FewestErrors = 10;
    private const double TimesUsual = 5;
    private const double HalfProbabilityErrors = 40;
    private const double HighestProbability = 0.9;
    private const double CriticalFrom = 0.7;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public static void Run(Look look, List<Finding> findings, List<Hazard> hazards)
    {
        foreach (Host host in look.Fleet.Hosts)
        {
            EntityId entity = EntityId.Of(host.Id);
            if (look.DownHosts.Contains(host.Id)
                || look.Series.Find(entity, Metric.ErrorCount) is not { } series
                || NewestSample.At(series) is not { } newest)
            {
                continue;
            }

            ErrorBurst burst = Measure(series);
            bool isBurst = burst.Samples >= 2
                && burst.Errors >= FewestErrors
                && burst.Errors >= TimesUsual * burst.Usual;
            Judge(look, host, entity, burst, isBurst, newest, findings, hazards);
        }
    }

    private static void Judge(
        Look look,
        Host host,
        EntityId entity,
        ErrorBurst burst,
        bool isBurst,
        DateTimeOffset newest,
        List<Finding> findings,
        List<Hazard> hazards)
    {
        if (!isBurst && !look.IsOpen(RuleNames.HostFailing, entity))
        {
            return;
        }

        double excess = Math.Max(0, burst.Errors - (TimesUsual * burst.Usual));
        double probability = Math.Min(HighestProbability, excess / (excess + HalfProbabilityErrors));
        string evidence =
            $"{burst.Errors:0} hardware errors within a quarter of an hour, {burst.Usual:0.#} are usual; last sample " +
            $"{newest.UtcDateTime:HH:mm} UTC.";
        findings.Add(new(
            RuleNames.HostFailing,
            entity,
            isBurst ? Standing.Lasting : burst.Errors < 1 ? Standing.Calm : Standing.Undecided,
            probability >= CriticalFrom ? Severity.Critical : Severity.Warning,
            $"Host '{host.Name}' may be failing.",
            evidence,
            look.Now,
            burst.Samples));
        if (isBurst)
        {
            hazards.Add(new(entity, HazardKind.HostFailing, probability, evidence));
        }
    }

    private static ErrorBurst Measure(TimeSeries series)
    {
        ReadOnlySpan<double> rates = series.Values.Span;
        int quarter = Math.Max(1, (int)(Quarter / series.Step));
        int recent = Math.Max(0, rates.Length - Math.Max(quarter, (int)(Recent / series.Step)));
        double worst = 0;
        int samples = 0;
        for (int end = Math.Min(rates.Length, recent + quarter); end <= rates.Length; end++)
        {
            (double errors, int withErrors) = Count(rates[Math.Max(0, end - quarter)..end], series.Step);
            if (errors > worst)
            {
                worst = errors;
                samples = withErrors;
            }
        }

        (double before, _) = Count(rates[..recent], series.Step);

        return new(worst, samples, recent == 0 ? 0 : before * quarter / recent);
    }

    private static (double Errors, int Samples) Count(ReadOnlySpan<double> rates, TimeSpan step)
    {
        double errors = 0;
        int samples = 0;
        foreach (double rate in rates)
        {
            if (double.IsFinite(rate) && rate > 0)
            {
                errors += rate * step.TotalSeconds;
                samples++;
            }
        }

        return (errors, samples);
    }
}
