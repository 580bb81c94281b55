using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection.Exhaustion;

/// <summary>Watches the series that rules with <see cref="ThresholdRule.FullWithin"/> name; learns as it looks. Not
/// safe
/// from several threads at once.</summary>
/// <remarks>One <see cref="ExhaustionWatch"/> a rule and entity, about a kilobyte; one that was not seen for a day is
/// forgotten.</remarks>
public sealed class FleetExhaustion
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    private readonly Dictionary<(ThresholdRule Rule, EntityId Entity), Watch> _watches = [];

    /// <summary>Learns what is new in the series and says what will be full too soon.</summary>
    /// <param name="rules">All rules in force; others than those about filling are left out.</param>
    /// <param name="fleet">The inventory, for capacities.</param>
    /// <param name="series">A window that ends now; samples seen before are left out.</param>
    /// <returns>Ordered by rule and entity.</returns>
    public ImmutableArray<FillingSeries> Observe(
        ImmutableArray<ThresholdRule> rules, FleetSnapshot fleet, FleetSeries series)
    {
        var filling = ImmutableArray.CreateBuilder<FillingSeries>();
        foreach (ThresholdRule rule in rules.Where(rule => rule.FullWithin is not null))
        {
            foreach ((EntityId entity, double capacity) in Entities(rule, fleet))
            {
                if (capacity > 0 && series.Find(entity, rule.Metric) is { } found
                    && Find(rule, entity, found.Step).Take(found, capacity) is { Warning.IsWarning: true } warning)
                {
                    filling.Add(warning);
                }
            }
        }

        Forget(rules, series.AsOf);

        return [.. filling.OrderBy(item => item.Rule, StringComparer.Ordinal).ThenBy(item => item.Entity)];
    }

    private static IEnumerable<(EntityId Entity, double Capacity)> Entities(ThresholdRule rule, FleetSnapshot fleet) =>
        rule.EntityKind == EntityKind.Host
            ? fleet.Hosts.Where(host => host.State == HostState.On)
                .Select(host => (EntityId.Of(host.Id), rule.OfCapacity ? Capacity.Of(host, rule.Metric) : 1))
            : fleet.VirtualMachines.Where(machine => machine.State == PowerState.On)
                .Select(machine => (EntityId.Of(machine.Id), rule.OfCapacity ? Capacity.Of(machine, rule.Metric) : 1));

    private Watch Find(ThresholdRule rule, EntityId entity, TimeSpan step)
    {
        if (!_watches.TryGetValue((rule, entity), out Watch? watch) || watch.Step != step)
        {
            _watches[(rule, entity)] = watch = new Watch(rule, entity, step);
        }

        return watch;
    }

    private void Forget(ImmutableArray<ThresholdRule> rules, DateTimeOffset now)
    {
        foreach (var (key, watch) in _watches)
        {
            if (now - watch.SeenUntil > ForgottenAfter || !rules.Contains(key.Rule))
            {
                _watches.Remove(key);
            }
        }
    }

    private sealed class Watch(ThresholdRule rule, EntityId entity, TimeSpan step)
    {
        private readonly ExhaustionWatch _watch = new(step, limit: 1, rule.FullWithin!.Value);

        public TimeSpan Step => step;

        public DateTimeOffset SeenUntil { get; private set; }

        // Another capacity is another scale: a machine that was enlarged is less full.
        public FillingSeries Take(TimeSeries series, double capacity)
        {
            ReadOnlySpan<double> values = series.Values.Span;
            double scale = rule.Above * capacity;
            int newest = NewestSample.IndexIn(values);
            for (int i = 0; i <= newest; i++)
            {
                DateTimeOffset at = series.Start + (i * step);
                if (at >= SeenUntil)
                {
                    _watch.Next(values[i] / scale);
                    SeenUntil = at + step;
                }
            }

            ExhaustionWarning warning = _watch.Next(double.NaN);

            return new(rule.Name, entity, newest < 0 ? double.NaN : values[newest] / scale, warning);
        }
    }
}
