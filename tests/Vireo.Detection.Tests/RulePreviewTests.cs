using System.Collections.Immutable;
using Vireo.Detection.Previewing;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;

namespace Vireo.Detection.Tests;

/// <summary>What rules would have done in the past.</summary>
public sealed class RulePreviewTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private static readonly ThresholdRule Busy = new(
        "busy", EntityKind.VirtualMachine, Metric.CpuUsage, Above: 0.9, ClearBelow: 0.7, OfCapacity: true,
        TimeSpan.FromMinutes(15), Severity.Warning);

    private const string File =
        "groups:\n  - name: mine\n    rules:\n      - alert: VmBusy\n" +
        "        expr: vireo_vm_cpu_usage_mhz / vireo_vm_cpu_capacity_mhz > 0.9\n        for: 15m\n";

    private const string Recorded =
        "groups:\n  - name: mine\n    rules:\n" +
        "      - { record: 'own:up', expr: vireo_provider_up + 0 * vireo_vm_up }\n" +
        "      - { alert: Down, expr: own:up == 0 and on () vireo_vm_cpu_usage_mhz > 0 unless on () nonsense }\n" +
        "      - { alert: Kept, expr: vireo_vm_cpu_usage_mhz / vireo_vm_cpu_capacity_mhz > 2 and on () ALERTS }\n";

    [Fact]
    public void A_threshold_and_a_rule_file_tell_how_often_they_would_have_fired_and_on_what()
    {
        var preview = Preview([Busy], [RuleFileReader.Read("mine", File)], Machines(2), (0, Load(busyHours: [3, 9, 15])), (1, Load(busyHours: [])));

        foreach (string name in new[] { "busy", "VmBusy" })
        {
            var rule = Assert.Single(preview.Rules, rule => rule.Name == name);
            Assert.Equal((3, 1), (rule.Fired, rule.Entities));
            Assert.Equal([15, 9, 3], rule.Newest.Select(incident => incident.OpenedAt.Hour));
            Assert.All(rule.Newest, incident => Assert.NotNull(incident.ResolvedAt));
            Assert.InRange(rule.Longest, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        }

        Assert.Equal((288, Start, Start.AddDays(1)), (preview.Looks, preview.From, preview.To));
        Assert.Empty(preview.Failures);
    }

    [Fact]
    public void What_would_still_be_open_has_no_end_and_its_length_is_counted_up_to_now()
    {
        var preview = Preview([Busy], [], Machines(1), (0, Load(busyHours: [22, 23])));

        var rule = Assert.Single(preview.Rules);
        Assert.Null(Assert.Single(rule.Newest).ResolvedAt);
        Assert.Equal(TimeSpan.FromHours(2), rule.Longest);
    }

    [Fact]
    public void Without_history_nothing_is_asked_and_every_rule_is_named()
    {
        var preview = Preview([Busy], [RuleFileReader.Read("mine", File)], Machines(1));

        Assert.Equal(0, preview.Looks);
        Assert.Equal([("busy", 0), ("VmBusy", 0)], preview.Rules.Select(rule => (rule.Name, rule.Fired)));
    }

    [Fact]
    public void Only_the_time_since_the_first_value_counts()
    {
        double[] late = [.. Enumerable.Repeat(double.NaN, 144), .. Load(busyHours: [15])[144..]];

        var preview = Preview([Busy], [], Machines(1), (0, late));

        Assert.Equal((144, Start.AddHours(12)), (preview.Looks, preview.From));
        Assert.Equal(1, Assert.Single(preview.Rules).Fired);
    }

    [Fact]
    public void A_rule_tells_which_of_its_series_are_not_kept_also_those_behind_what_is_recorded_for_it()
    {
        var hosts = Busy with { Name = "hosts", EntityKind = EntityKind.Host };

        var preview = Preview([Busy, hosts], [RuleFileReader.Read("mine", Recorded)], Machines(1), (0, Load(busyHours: [])));

        Assert.Equal(
            [("busy", ""), ("hosts", "cpu.usage"), ("Down", "nonsense vireo_provider_up"), ("Kept", "")],
            preview.Rules.Select(rule => (rule.Name, string.Join(' ', rule.Unkept))));
    }

    private static RulePreview Preview(
        ImmutableArray<ThresholdRule> thresholds, ImmutableArray<RuleFile> files, FleetSnapshot fleet, params (int Machine, double[] Ratios)[] loads)
    {
        var series = loads.Select(load =>
        {
            var machine = fleet.VirtualMachines[load.Machine];
            double[] values = [.. load.Ratios.Select(ratio => ratio * machine.CpuCapacity.Value)];

            return new TimeSeries(new SeriesKey(EntityId.Of(machine.Id), Metric.CpuUsage), Start, Step, values, DataQuality.Perfect);
        });
        var history = new FleetSeries(Start.AddDays(1), Step, series.ToDictionary(one => one.Key));

        return new RulePreviewer(thresholds, files, fleet, TimeSpan.FromHours(2), mostSeries: 1_000)
            .Run(history, TestContext.Current.CancellationToken);
    }

    private static double[] Load(int[] busyHours) =>
        [.. Enumerable.Range(0, 288).Select(i => busyHours.Contains(i / 12) ? 0.97 : 0.3)];

    private static FleetSnapshot Machines(int count) => FleetSnapshot.Create(
        Start.AddDays(1), new ClusterId("c"), [Scene.Host("h")],
        Enumerable.Range(0, count).Select(i => Scene.Machine($"m{i}", "h")), [], []);
}
