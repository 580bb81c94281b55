using Vireo.Detection.Rules.Defaults;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using Vireo.Detection.Rules.Testing;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Rules;

public sealed class ShippedRulesTests
{
    [Fact]
    public void The_rules_that_come_with_the_product_fire_when_they_should_and_are_quiet_otherwise()
    {
        RuleTestFile tests = RuleTestReader.Read("shipped_test.yaml", """
            rule_files: [fleet-alerts.yaml]
            evaluation_interval: 5m
            tests:
            - name: a cluster that is full
              interval: 5m
              input_series:
              - {series: 'vireo_host_cpu_usage_mhz{cluster="c",host="hot"}', values: '990x20'}
              - {series: 'vireo_host_cpu_usage_mhz{cluster="c",host="warm"}', values: '890x20'}
              - {series: 'vireo_host_cpu_capacity_mhz{cluster="c",host="hot"}', values: '1000x20'}
              - {series: 'vireo_host_cpu_capacity_mhz{cluster="c",host="warm"}', values: '1000x20'}
              alert_rule_test:
              - {eval_time: 25m, alertname: ClusterFull}
              - eval_time: 30m
                alertname: ClusterFull
                exp_alerts:
                - exp_labels: {cluster: c, severity: warning}
                  exp_annotations: {summary: Cluster c is 94% full.}
            - name: a group that shrank
              interval: 5m
              input_series:
              - {series: 'vireo_vm_up{cluster="c",group="web",vm="a"}', values: '1x20'}
              - {series: 'vireo_vm_up{cluster="c",group="web",vm="b"}', values: '1x4 0x16'}
              - {series: 'vireo_group_minimum_replicas{cluster="c",group="web"}', values: '2x20'}
              alert_rule_test:
              - {eval_time: 30m, alertname: GroupBelowMinimum}
              - eval_time: 45m
                alertname: GroupBelowMinimum
                exp_alerts:
                - exp_labels: {cluster: c, group: web, severity: warning}
                  exp_annotations: {summary: 'Group web runs 1 replicas, fewer than its minimum.'}
            - name: memory that only comes and goes with the day, and memory that leaks
              interval: 5m
              input_series:
              - {series: 'vireo_vm_mem_usage_bytes{cluster="c",vm="day",host="a"}', values: '600+2x143 886-2x143 600+2x143'}
              - {series: 'vireo_vm_mem_usage_bytes{cluster="c",vm="leak",host="a"}', values: '500+1x430'}
              - {series: 'vireo_vm_mem_capacity_bytes{cluster="c",vm="day",host="a"}', values: '1000x430'}
              - {series: 'vireo_vm_mem_capacity_bytes{cluster="c",vm="leak",host="a"}', values: '1000x430'}
              alert_rule_test:
              - eval_time: 34h
                alertname: VmMemoryLeak
                exp_alerts:
                - exp_labels: {cluster: c, vm: leak, severity: warning}
                  exp_annotations:
                    summary: 'Memory of leak grows steadily and is near its limit: a leak?'
                    description: 'What it never gave back grew by 288B since the same hours of yesterday.'
            - name: a pool that starves
              interval: 5m
              input_series:
              - {series: 'vireo_vm_cpu_ready_ratio{cluster="c",pool="p",vm="a"}', values: '0.2x20'}
              - {series: 'vireo_vm_cpu_ready_ratio{cluster="c",pool="p",vm="b"}', values: '0.01x20'}
              alert_rule_test:
              - eval_time: 20m
                alertname: PoolStarved
                exp_alerts:
                - exp_labels: {cluster: c, pool: p, severity: warning}
                  exp_annotations: {summary: 50% of the machines in pool p wait for processors.}
            - name: providers that do not answer; of a load balancer its own incident tells
              interval: 5m
              input_series:
              - {series: 'vireo_provider_up{cluster="c",provider="vc",role="hypervisor"}', values: '0x20'}
              - {series: 'vireo_provider_up{cluster="c",provider="ovn",role="network"}', values: '0x20'}
              - {series: 'vireo_provider_up{cluster="c",provider="shop",role="load-balancer"}', values: '0x20'}
              alert_rule_test:
              - eval_time: 20m
                alertname: ProviderDown
                exp_alerts:
                - exp_labels: {cluster: c, provider: vc, role: hypervisor, severity: critical}
                  exp_annotations: {summary: Provider vc does not answer; nothing is decided for what it runs.}
              - eval_time: 20m
                alertname: NetworkProviderDown
                exp_alerts:
                - exp_labels: {cluster: c, provider: ovn, role: network, severity: warning}
                  exp_annotations: {summary: Provider ovn of the network does not answer; the network stays as it is.}
            - name: decisions stop
              interval: 5m
              input_series:
              - {series: 'vireo_cycle{cluster="c"}', values: '1+1x10 11x20'}
              - {series: 'vireo_paused{cluster="c"}', values: '0x40'}
              alert_rule_test:
              - {eval_time: 50m, alertname: DecisionsStopped}
              - eval_time: 2h
                alertname: DecisionsStopped
                exp_alerts:
                - exp_labels: {cluster: c, severity: critical}
                  exp_annotations: {summary: Cluster c has made no decision for half an hour and is not paused.}
            """);
        RuleFile rules = ShippedRules.Read();

        Assert.Empty(rules.Problems);
        Assert.Empty(tests.Problems);
        Assert.Empty(new RuleTestRunner(tests, [rules]).Run());
    }

    [Fact]
    public void A_fleet_becomes_series_and_a_machine_that_moves_is_not_told_twice()
    {
        var store = new SeriesStore();
        var samples = new FleetSamples(store, _ => true);
        DateTimeOffset now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        foreach (string host in (string[])["a", "b"])
        {
            now += Scene.Step;
            SeriesKey key = Scene.OfMachine("m", Metric.CpuReady);
            double[] values = [0.25];
            var window = new FleetSeries(now, Scene.Step, new Dictionary<SeriesKey, TimeSeries>
            {
                [key] = new(key, now - Scene.Step, Scene.Step, values, DataQuality.Perfect),
            });
            Host[] hosts = [Scene.Host("a"), Scene.Host("b")];
            samples.Append(FleetSnapshot.Create(now, new("c"), hosts, [Scene.Machine("m", host)], [], []), window);
        }

        var evaluator = new Evaluator(store, now.ToUnixTimeMilliseconds(), EvaluationLimits.Default);
        Sample sample = Assert.Single(evaluator.Evaluate(
            Vireo.Detection.Rules.Expressions.Parser.Parse("vireo_vm_cpu_ready_ratio")));

        Assert.Equal(("vireo_vm_cpu_ready_ratio{cluster=\"c\", host=\"b\", vm=\"m\"}", 0.25), (sample.Labels.ToString(), sample.Value));
    }
}
