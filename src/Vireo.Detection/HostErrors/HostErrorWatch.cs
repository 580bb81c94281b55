using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees a burst of hardware errors: a host that may fail.</summary>
/// <remarks>It calls a burst from ten errors in a quarter of an hour on, seen in at least two samples and five times
/// the usual. How likely the host is to fail is what <see cref="HostFailureModel"/> says; the policy's bound decides from
/// which probability its machines leave.</remarks>
internal static class HostErrorWatch
{
    private const double FewestErrors = 10;
    private const double TimesUsual = 5;
    private const double CriticalFrom = 0.6;
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

            Judge(look, host, entity, series, newest, findings, hazards);
        }
    }

    private static void Judge(
        Look look,
        Host host,
        EntityId entity,
        TimeSeries series,
        DateTimeOffset newest,
        List<Finding> findings,
        List<Hazard> hazards)
    {
        ErrorBurst burst = Measure(series);
        bool isBurst = IsBurst(burst);
        if (!isBurst && !look.IsOpen(RuleNames.HostFailing, entity))
        {
            return;
        }

        double probability = HostFailureModel.Probability(SignsOf(series, burst));
        string evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"{burst.Errors:0} hardware errors within a quarter of an hour, {burst.Usual:0.#} are usual; last sample " +
            $"{newest.UtcDateTime:HH:mm} UTC. Of hosts that show this, {probability:0 %} fail " +
            $"within {HostFailureModel.Horizon.TotalHours:0} hours.");
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

    /// <summary>The signs of failure in a window of error rates that ends now; null while there is no burst.</summary>
    internal static FailureSigns? SignsIn(TimeSeries series)
    {
        ErrorBurst burst = Measure(series);

        return IsBurst(burst) ? SignsOf(series, burst) : null;
    }

    private static FailureSigns SignsOf(TimeSeries series, ErrorBurst burst) =>
        FailureSigns.Of(series, Math.Max(0, burst.Errors - (TimesUsual * burst.Usual)));

    private static bool IsBurst(ErrorBurst burst) =>
        burst.Samples >= 2 && burst.Errors >= FewestErrors && burst.Errors >= TimesUsual * burst.Usual;

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
